using Farebox.Kernel.Metering;

namespace Farebox.Kernel.Pricing;

/// <summary>Whether a call is charged for what it used, by how it ended. docs/use/fares.md has the same as a table.</summary>
public static class ChargeRule
{
    /// <param name="upstreamHasPrompt">Whether an upstream was sent the whole request and did not refuse it: from then on somebody has the bill.</param>
    /// <param name="answerBegan">Whether the client may have seen a part of the answer.</param>
    public static bool IsCharged(Outcome outcome, bool upstreamHasPrompt, bool answerBegan) => outcome switch
    {
        Outcome.Completed => true,

        // The client left: not a way to get an answer for nothing.
        Outcome.ClientClosed => upstreamHasPrompt,

        // The upstream broke off: what came is worth its fare, what did not come is not.
        Outcome.UpstreamFailed => answerBegan,

        // Farebox or the upstream refused it, or Farebox itself ended it.
        Outcome.Refused or Outcome.UpstreamRefused or Outcome.Interrupted or Outcome.Failed => false,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };
}
