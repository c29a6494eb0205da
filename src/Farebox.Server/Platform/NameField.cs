using Farebox.Kernel.Credentials;

namespace Farebox.Server.Platform;

/// <summary>Reads the member <c>name</c> of a request: of organizations, projects and keys alike.</summary>
public static class NameField
{
    private static readonly ApiError Bad = ApiErrors.Invalid(
        "name", $"'name' must have 1 to {KeyRules.MaxNameLength} characters, none of them a control character.");

    /// <summary>The name without the spaces around it, or the error to answer with.</summary>
    public static (string Name, ApiError? Error) Read(string? name)
    {
        if (name is null) return ("", ApiErrors.Missing("name"));
        return KeyRules.CleanName(name) is { } clean ? (clean, null) : ("", Bad);
    }
}
