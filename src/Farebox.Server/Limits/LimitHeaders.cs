using System.Globalization;
using Farebox.Kernel.Limits;

namespace Farebox.Server.Limits;

/// <summary>The one place that writes OpenAI's <c>x-ratelimit</c> headers: of the tightest limit on requests, and on LLM tokens.</summary>
internal static class LimitHeaders
{
    /// <summary>Every name, for browsers that have to be told.</summary>
    public static readonly string[] Names =
    [
        "x-ratelimit-limit-requests", "x-ratelimit-remaining-requests", "x-ratelimit-reset-requests",
        "x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens",
    ];

    public static void Write(HttpResponse response, in LimitReading reading)
    {
        if (reading.Requests.IsSet) Write(response.Headers, 0, reading.Requests);
        if (reading.Tokens.IsSet) Write(response.Headers, 3, reading.Tokens);
    }

    private static void Write(IHeaderDictionary headers, int at, in LimitMark mark)
    {
        headers[Names[at]] = mark.Max.ToString(CultureInfo.InvariantCulture);
        headers[Names[at + 1]] = mark.Left.ToString(CultureInfo.InvariantCulture);
        headers[Names[at + 2]] = DurationText.Of(mark.ResetMs);
    }
}
