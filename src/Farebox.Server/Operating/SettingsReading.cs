using Farebox.Contracts.Operating;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Operating;

/// <summary>The options of the running server as operators see them.</summary>
internal static class SettingsReading
{
    /// <summary>Every option, in the order of the class; of secrets whether they are set, and no more.</summary>
    public static IReadOnlyList<SystemSetting> All(FareboxOptions options) => [.. OptionsLoader.Describe().Select(option =>
    {
        var value = OptionsLoader.ValueOf(options, option.Name);
        return new SystemSetting
        {
            Name = option.Name,
            Value = option.Flag is null ? null : value,
            Source = options.Sources.GetValueOrDefault(option.Name, value == option.Default ? SettingSources.Default : SettingSources.Program),
            Default = option.Default,
            IsSecret = option.Flag is null,
            IsSet = value.Length > 0,
            Help = option.Help,
            Range = option.Range,
            EnvironmentName = option.EnvironmentName,
            Flag = option.Flag,
        };
    })];
}
