using Farebox.Kernel.CallLog;

namespace Farebox.Server.CallLog;

/// <summary>How policies are spelled.</summary>
internal static class CallLogWords
{
    public static string Of(CallLogMode mode) => mode switch
    {
        CallLogMode.Redacted => "redacted",
        CallLogMode.Full => "full",
        _ => "off",
    };

    /// <summary>Null for a word that is none.</summary>
    public static CallLogMode? Mode(string word) => word switch
    {
        "off" => CallLogMode.Off,
        "redacted" => CallLogMode.Redacted,
        "full" => CallLogMode.Full,
        _ => null,
    };
}
