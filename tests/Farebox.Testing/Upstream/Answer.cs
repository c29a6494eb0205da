namespace Farebox.Testing.Upstream;

/// <summary>
/// Writes one answer, or breaks the connection instead. Ready-made ones are in <see cref="Answers"/>; a test composes its own
/// from <see cref="UpstreamCall.Writer"/>. What it leaves unfinished is closed for it.
/// </summary>
public delegate Task Answer(UpstreamCall call);
