namespace Farebox.Server.Platform.Options;

/// <summary>Whether the options of metrics and traces make sense.</summary>
internal static class WatchingValidation
{
    private const int MinTokenLength = 16;

    private static readonly string[] Labels = ["model", "organization", "project", "key"];

    /// <summary>Adds a line per fault. Secrets are not repeated.</summary>
    public static void Check(FareboxOptions options, List<string> errors)
    {
        if (options.MetricsToken.Length > 0 && !IsToken(options.MetricsToken))
            errors.Add($"`metrics_token` (FAREBOX_METRICS_TOKEN): must have at least {MinTokenLength} characters, printable ASCII without spaces");
        foreach (var label in options.MetricsLabels.Except(Labels, StringComparer.Ordinal))
            errors.Add($"`metrics_labels`: must be among {string.Join(", ", Labels)}, not `{label}`");
        if (options.OtlpEndpoint.Length > 0 && !IsEndpoint(options.OtlpEndpoint))
            errors.Add($"`otlp_endpoint`: `{options.OtlpEndpoint}` is not an address such as http://127.0.0.1:4318");
        if (options.OtlpHeaders.Split(',', StringSplitOptions.RemoveEmptyEntries).Any(header => !IsHeader(header)))
            errors.Add("`otlp_headers` (FAREBOX_OTLP_HEADERS): must be name=value, separated by commas");
        if (options.TraceUpstream && options.OtlpEndpoint.Length == 0)
            errors.Add("`trace_upstream`: needs `otlp_endpoint`: without it there are no traces");
    }

    // Credentials go into the headers: what stands in an address is shown in messages.
    private static bool IsEndpoint(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0;

    private static bool IsToken(string text) => text.Length >= MinTokenLength && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    private static bool IsHeader(string text) =>
        text.IndexOf('=', StringComparison.Ordinal) is var at and > 0 && !text.AsSpan(0, at).Trim().ContainsAny(" :") && !text.Any(char.IsControl);
}
