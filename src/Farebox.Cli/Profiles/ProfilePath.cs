namespace Farebox.Cli.Profiles;

/// <summary>Where the profile file is.</summary>
internal static class ProfilePath
{
    /// <summary>
    /// <c>FAREBOX_PROFILE</c>; else <c>farebox/profile.json</c> in <c>XDG_CONFIG_HOME</c> or <c>~/.config</c>,
    /// on Windows in <c>%APPDATA%</c>.
    /// </summary>
    public static string Of(Func<string, string?> variable) =>
        variable("FAREBOX_PROFILE") ?? Path.Combine(Folder(variable), "farebox", "profile.json");

    private static string Folder(Func<string, string?> variable)
    {
        if (OperatingSystem.IsWindows())
            return Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData);
        // The XDG specification says that a relative path is to be ignored.
        if (variable("XDG_CONFIG_HOME") is { } configured && Path.IsPathRooted(configured))
            return configured;
        var home = variable("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Path.Combine(home, ".config");
    }
}
