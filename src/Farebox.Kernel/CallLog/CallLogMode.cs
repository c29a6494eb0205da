namespace Farebox.Kernel.CallLog;

/// <summary>What is kept of a call besides its usage record.</summary>
public enum CallLogMode
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>Parameters and result without secrets and personal data.</summary>
    Redacted,

    /// <summary>Parameters and result as they were.</summary>
    Full,
}
