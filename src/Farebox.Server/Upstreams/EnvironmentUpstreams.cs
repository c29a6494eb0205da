using Farebox.Kernel.Credentials;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Upstreams;

/// <summary>Reads a variable of the environment; null when it is not set.</summary>
public delegate string? ReadEnvironment(string name);

/// <summary>An upstream that the environment suggests.</summary>
/// <param name="MustAnswer">Whether it only counts once it has answered: nothing but a default address speaks for it.</param>
internal sealed record EnvironmentUpstream(string Id, string Name, ConnectionSettings Settings, bool MustAnswer);

/// <summary>
/// What the environment says about upstreams, read once: OpenAI when <c>OPENAI_API_KEY</c> is set (at <c>OPENAI_BASE_URL</c> when that is),
/// and Ollama at <c>OLLAMA_HOST</c> or its default address, if one answers there.
/// </summary>
public sealed class EnvironmentUpstreams
{
    /// <summary>Id of the upstream that <c>OPENAI_API_KEY</c> makes.</summary>
    public const string OpenAiId = "up_env_openai";

    /// <summary>Id of the upstream that an answering Ollama makes.</summary>
    public const string OllamaId = "up_env_ollama";

    private const int OllamaPort = 11434;

    /// <summary>Reads the environment; finds nothing when <c>detect_upstreams</c> is off.</summary>
    public EnvironmentUpstreams(ReadEnvironment read, FareboxOptions options)
    {
        if (!options.DetectUpstreams) return;
        var candidates = new List<EnvironmentUpstream>(2);
        if (OpenAi(read("OPENAI_API_KEY"), read("OPENAI_BASE_URL"), options) is { } openAi)
            candidates.Add(new(OpenAiId, "openai", openAi, MustAnswer: false));
        if (OllamaUrl(read("OLLAMA_HOST")) is { } ollama && !IsOwnAddress(ollama, options))
            candidates.Add(new(OllamaId, "ollama", new ConnectionSettings(UpstreamDefinition.OpenAi, ollama, null), MustAnswer: true));
        Candidates = candidates;
    }

    /// <summary>In the order in which they are tried.</summary>
    internal IReadOnlyList<EnvironmentUpstream> Candidates { get; } = [];

    // Whoever used Farebox in this shell has its key and address in these very variables: it must not become its own upstream. The key may
    // also be an access token: a JWT, whose first bytes always read "eyJ". OpenAI's own keys never do.
    private static ConnectionSettings? OpenAi(string? key, string? baseUrl, FareboxOptions options)
    {
        key = key?.Trim();
        if (string.IsNullOrEmpty(key) || KeyText.HasPrefix(key) || key.StartsWith("eyJ", StringComparison.Ordinal)) return null;
        if (string.IsNullOrWhiteSpace(baseUrl)) baseUrl = "https://api.openai.com/v1";
        return UpstreamRules.ParseBaseUrl(baseUrl.Trim()) is { } url && UpstreamRules.IsCredential(key) && !IsOwnAddress(url, options)
            ? new ConnectionSettings(UpstreamDefinition.OpenAi, url, key)
            : null;
    }

    /// <summary>
    /// Ollama's own forms: <c>host</c>, <c>host:port</c>, <c>:port</c>, <c>http://host:port</c>; 0.0.0.0 is where it listens, not where it is.
    /// </summary>
    private static Uri? OllamaUrl(string? host)
    {
        host = string.IsNullOrWhiteSpace(host) ? "127.0.0.1" : host.Trim();
        if (host[0] == ':') host = "127.0.0.1" + host;
        var hasScheme = host.Contains("://", StringComparison.Ordinal);
        if (!Uri.TryCreate(hasScheme ? host : "http://" + host, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")) return null;

        // Ollama takes its own port for an address without one, the scheme's port for one with a scheme.
        var port = hasScheme || HasPort(host) ? url.Port : OllamaPort;
        var name = url.Host is "0.0.0.0" ? "127.0.0.1" : url.Host is "[::]" ? "[::1]" : url.Host;
        return UpstreamRules.ParseBaseUrl($"{url.Scheme}://{name}:{port}{url.AbsolutePath.TrimEnd('/')}/v1");
    }

    private static bool HasPort(string host)
    {
        var authority = host.Split('/')[0];
        return authority.LastIndexOf(':') is var colon and > 0 && authority.IndexOf(']', colon) < 0 && colon < authority.Length - 1;
    }

    private static bool IsOwnAddress(Uri url, FareboxOptions options) => options.Listen.Any(listen =>
        Uri.TryCreate(listen.Replace("*", "0.0.0.0", StringComparison.Ordinal).Replace("+", "0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var own)
        && own.Port == url.Port
        && (own.Host == url.Host || (url.IsLoopback && (own.IsLoopback || own.Host is "0.0.0.0" or "[::]"))));
}
