namespace Farebox.ConsolePages.Logs;

/// <summary>A call as a line for a shell; its key comes from the environment.</summary>
internal static class CurlLine
{
    private const string Version = "/v1";

    /// <param name="baseUrl">With its version.</param>
    /// <param name="endpoint">The path called, with its version.</param>
    /// <param name="body">Goes between single quotes, and each of its own is closed, escaped and opened again.</param>
    public static string Of(string baseUrl, string endpoint, string body) =>
        $"""
        curl "{baseUrl[..^Version.Length]}{endpoint}" -H "Authorization: Bearer $OPENAI_API_KEY" \
          -H "Content-Type: application/json" \
          -d '{body.Replace("'", "'\\''", StringComparison.Ordinal)}'
        """;
}
