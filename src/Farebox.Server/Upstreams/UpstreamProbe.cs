using System.Diagnostics;

namespace Farebox.Server.Upstreams;

/// <summary>What came of asking an upstream for its models.</summary>
/// <param name="Models">Usable names without repetitions; null when it gave no list.</param>
/// <param name="Message">What happened, in one line for the operator.</param>
internal sealed record ProbeResult(IReadOnlyList<string>? Models, string Message, TimeSpan Duration);

/// <summary>Asks an upstream for its models and says in one line what happened.</summary>
internal static class UpstreamProbe
{
    // A list longer than this is a mistake or worse; the largest known aggregators have some hundreds.
    private const int MaxModels = 5000;

    /// <summary>Never throws but for <paramref name="cancellationToken"/>.</summary>
    public static async Task<ProbeResult> RunAsync(IUpstreamConnection connection, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(timeout);
        try
        {
            var models = Usable(await connection.ListModelsAsync(limited.Token));
            var found = models.Count == 1 ? "It answered with 1 model." : $"It answered with {models.Count} models.";
            return new ProbeResult(models, found, Stopwatch.GetElapsedTime(start));
        }
        catch (UpstreamStatusException e)
        {
            return new ProbeResult(null, Explain(e.StatusCode), Stopwatch.GetElapsedTime(start));
        }
        catch (UpstreamFailedException e)
        {
            return new ProbeResult(null, Explain(e), Stopwatch.GetElapsedTime(start));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ProbeResult(null, $"No answer within {timeout.TotalSeconds:0.#} s.", Stopwatch.GetElapsedTime(start));
        }
    }

    private static List<string> Usable(IReadOnlyList<string> names) =>
        [.. names.Where(UpstreamRules.IsModelName).Distinct(StringComparer.Ordinal).Take(MaxModels)];

    private static string Explain(int status) => status switch
    {
        401 => "It refused the credential (401): the API key is missing or wrong.",
        403 => "It refused the credential (403): the API key may not list models.",
        404 => "It has no list of models there (404): does the base URL lack its version, such as /v1?",
        429 => "It answers, but limits how often it may be asked (429).",
        >= 300 and < 400 => $"It redirects elsewhere ({status}): use the address it redirects to as the base URL.",
        >= 500 => $"It answered with a failure of its own ({status}).",
        _ => $"It answered with HTTP status {status} instead of a list of models.",
    };

    private static string Explain(UpstreamFailedException e) => e.Failure switch
    {
        UpstreamFailure.Unreachable => $"It cannot be reached: {e.Message}",
        UpstreamFailure.TimedOut => $"It did not answer in time: {e.Message}",
        UpstreamFailure.Broken => $"The connection broke: {e.Message}",
        _ => $"It answered, but not with a list of models: {e.Message}",
    };
}
