namespace Farebox.Kernel.Limits;

/// <summary>What one key took of a limit that several share.</summary>
public sealed class KeyShare
{
    private const long StepMs = 5000;

    private readonly SlidingWindow _requests = new(LimitKinds.MinuteMs, StepMs);
    private readonly SlidingWindow _tokens = new(LimitKinds.MinuteMs, StepMs);

    /// <summary>The last epoch in which it called: see <see cref="KeyShares"/>.</summary>
    internal long Epoch { get; set; } = -1;

    /// <summary>Set when it was put away: whoever still has it asks for a new one.</summary>
    public bool IsGone { get; internal set; }

    /// <summary>What it took lately, of requests or of tokens.</summary>
    public SlidingWindow Window(LimitKind kind) => LimitKinds.CountsTokens(kind) ? _tokens : _requests;
}
