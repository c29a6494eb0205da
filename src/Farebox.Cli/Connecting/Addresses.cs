using Farebox.Cli.Profiles;
using Farebox.Cli.Terminal;
using Farebox.Client;

namespace Farebox.Cli.Connecting;

/// <summary>An address and where it came from.</summary>
internal sealed record Address(string BaseUrl, string Source);

/// <summary>The addresses that were named in some way; null where one was not.</summary>
internal sealed class Addresses
{
    public const string OpenAIUrl = "https://api.openai.com/v1";
    public const string DefaultUrl = "http://127.0.0.1:8420/v1";
    private readonly Profile _profile;

    public Addresses(string? option, Func<string, string?> variable, Profile profile)
    {
        _profile = profile;
        Option = Named(option, "--base-url");
        Farebox = Named(variable("FAREBOX_BASE_URL"), "FAREBOX_BASE_URL");
        OpenAI = Named(variable("OPENAI_BASE_URL"), "OPENAI_BASE_URL");
    }

    public Address? Option { get; }

    /// <summary>Of <c>FAREBOX_BASE_URL</c>.</summary>
    public Address? Farebox { get; }

    /// <summary>Of <c>OPENAI_BASE_URL</c>.</summary>
    public Address? OpenAI { get; }

    /// <summary>The server of the last quickstart, else the address that Farebox listens on by default.</summary>
    public Address Home => Named(_profile.Current, "the profile") ?? new Address(DefaultUrl, "the default");

    public static bool IsOpenAI(string baseUrl) =>
        ("." + new Uri(baseUrl).Host).EndsWith(".api.openai.com", StringComparison.Ordinal);

    /// <summary>Whether a Farebox is known to be there.</summary>
    public bool IsKnownFarebox(string baseUrl) =>
        baseUrl == Farebox?.BaseUrl || baseUrl == DefaultUrl || _profile.Servers.ContainsKey(baseUrl);

    private static Address? Named(string? text, string source)
    {
        if (text is null)
            return null;
        return BaseUrl.TryNormalize(text, out var normalized, out var problem)
            ? new Address(normalized, source)
            : throw new UsageException($"The base URL of {source} {problem}.");
    }
}
