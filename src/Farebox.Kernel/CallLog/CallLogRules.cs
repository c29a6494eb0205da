namespace Farebox.Kernel.CallLog;

/// <summary>What is asked for at one level: null leaves it to the level above.</summary>
/// <param name="RetentionDays">How long payloads are kept.</param>
public readonly record struct CallLogSetting(CallLogMode? Mode, int? RetentionDays);

/// <summary>How an organization's and a project's settings make one.</summary>
public static class CallLogRules
{
    /// <summary>Days that payloads are kept when nobody says otherwise.</summary>
    public const int DefaultRetentionDays = 30;

    /// <summary>Longest time that can be asked for: ten years.</summary>
    public const int MaxRetentionDays = 3650;

    /// <summary>The project's word goes before the organization's, and that before the default.</summary>
    public static (CallLogMode Mode, int RetentionDays) Effective(CallLogSetting organization, CallLogSetting project) => (
        project.Mode ?? organization.Mode ?? CallLogMode.Off,
        project.RetentionDays ?? organization.RetentionDays ?? DefaultRetentionDays);

    /// <summary>An organization's patterns hold in each of its projects, which can only add to them.</summary>
    public static IReadOnlyList<string> Patterns(IReadOnlyList<string> organization, IReadOnlyList<string> project) =>
        project.Count == 0 ? organization : [.. organization.Union(project, StringComparer.Ordinal)];
}
