namespace Farebox.Testing.Upstream;

/// <summary>One server-sent event as it goes over the wire, and what it means.</summary>
/// <param name="Wire">Its bytes, line ends included.</param>
/// <param name="IsData">False for a bare comment.</param>
/// <param name="Text">The text that it adds to the answer.</param>
/// <param name="Usage">The usage that it states.</param>
public sealed record StreamFrame(byte[] Wire, bool IsData = true, string? Text = null, TokenUsage? Usage = null);
