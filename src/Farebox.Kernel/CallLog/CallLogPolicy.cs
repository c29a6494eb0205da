using Farebox.Kernel.Redaction;

namespace Farebox.Kernel.CallLog;

/// <summary>What is kept of a project's calls. Immutable; it stands on the grants of those who call.</summary>
/// <param name="Redactor">What is taken out when the mode is <see cref="CallLogMode.Redacted"/>.</param>
public sealed record CallLogPolicy(CallLogMode Mode, Redactor Redactor);
