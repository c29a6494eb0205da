using System.Diagnostics.CodeAnalysis;

namespace Farebox.Client;

/// <summary>The address of an OpenAI-shaped API, spelled in one way.</summary>
public static class BaseUrl
{
    private static readonly Uri Nowhere = new("http://nowhere.invalid/");

    /// <summary>
    /// Accepts an address with or without its version: <c>http://host:8420</c> becomes <c>http://host:8420/v1</c>.
    /// A path that is there is kept, because providers differ in theirs (<c>/openai/v1</c>, <c>/v1beta/openai</c>).
    /// </summary>
    /// <param name="text">As the user wrote it.</param>
    /// <param name="normalized">Lower-case scheme and host, no trailing slash.</param>
    /// <param name="problem">What is wrong with it, in words that follow the address.</param>
    public static bool TryNormalize(
        string text, [NotNullWhen(true)] out string? normalized, [NotNullWhen(false)] out string? problem)
    {
        normalized = null;
        problem = Problem(text.Trim(), out var uri);
        if (problem is not null)
            return false;
        var path = uri.AbsolutePath.TrimEnd('/');
        normalized = uri.GetLeftPart(UriPartial.Authority) + (path.Length == 0 ? "/v1" : path);
        return true;
    }

    /// <summary>As <see cref="TryNormalize"/>.</summary>
    /// <exception cref="ArgumentException">It is no such address.</exception>
    public static string Normalize(string text) =>
        TryNormalize(text, out var normalized, out var problem)
            ? normalized
            : throw new ArgumentException($"The base URL {problem}.", nameof(text));

    private static string? Problem(string text, out Uri uri)
    {
        uri = Nowhere;
        if (!text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            && !text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            return "must start with http:// or https://";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var parsed) || parsed.Host.Length == 0)
            return "is not a URL";
        uri = parsed;
        if (uri.UserInfo.Length > 0)
            return "must not hold a user name or password";
        return uri.Query.Length > 0 || uri.Fragment.Length > 0 ? "must not hold a query or fragment" : null;
    }
}
