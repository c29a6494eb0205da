using Farebox.Contracts.Usage;
using Farebox.Kernel.Metering;
using Farebox.Kernel.Routing;

namespace Farebox.Server.UsageLog;

/// <summary>The stored numbers of a usage record, and the words for them on the wire.</summary>
internal static class UsageWords
{
    private static readonly (Outcome Value, string Word)[] AllOutcomes =
    [
        (Outcome.Completed, Outcomes.Completed), (Outcome.Refused, Outcomes.Refused), (Outcome.UpstreamRefused, Outcomes.UpstreamRefused),
        (Outcome.UpstreamFailed, Outcomes.UpstreamFailed), (Outcome.ClientClosed, Outcomes.ClientClosed),
        (Outcome.Interrupted, Outcomes.Interrupted), (Outcome.Failed, Outcomes.Failed),
    ];

    private static readonly (Surface Value, string Word)[] AllEndpoints =
    [
        (Surface.ChatCompletions, "/v1/chat/completions"), (Surface.Completions, "/v1/completions"),
        (Surface.Embeddings, "/v1/embeddings"), (Surface.Images, "/v1/images/generations"),
    ];

    /// <summary>Every outcome's word.</summary>
    public static IEnumerable<string> OutcomeWords => AllOutcomes.Select(row => row.Word);

    /// <summary>Every path of a model call.</summary>
    public static IEnumerable<string> EndpointWords => AllEndpoints.Select(row => row.Word);

    public static string Of(Outcome outcome) => Array.Find(AllOutcomes, row => row.Value == outcome).Word;

    public static string Of(Surface surface) => Array.Find(AllEndpoints, row => row.Value == surface).Word;

    public static string Of(UsageSource source) => source.ToString().ToLowerInvariant();

    public static Outcome? ParseOutcome(string word) => Array.FindIndex(AllOutcomes, row => row.Word == word) is var i and >= 0 ? AllOutcomes[i].Value : null;

    public static Surface? ParseEndpoint(string word) =>
        Array.FindIndex(AllEndpoints, row => row.Word == word) is var i and >= 0 ? AllEndpoints[i].Value : null;
}
