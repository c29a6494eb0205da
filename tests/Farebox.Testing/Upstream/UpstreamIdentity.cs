namespace Farebox.Testing.Upstream;

/// <summary>
/// What tells who the upstream is. Every answer carries it in headers, errors also in their messages, so that a test can show
/// that none of it reaches a client of the relay.
/// </summary>
public static class UpstreamIdentity
{
    /// <summary>The organization that the operator has at the provider.</summary>
    public const string Organization = "org-UpstreamOwnOrg42";

    /// <summary>The project that the operator has at the provider.</summary>
    public const string Project = "proj_UpstreamOwnProject42";

    /// <summary>The value of the provider's cookie.</summary>
    public const string Cookie = "upstream-own-cookie-42";

    /// <summary>The provider's id of the request.</summary>
    public const string RequestId = "req_upstreamown42";

    /// <summary>The name of the machine that served the request.</summary>
    public const string Machine = "upstream-own-machine-42.internal";

    /// <summary>Where the provider's messages send their readers.</summary>
    public const string Site = "platform.upstream-own-site.example";

    /// <summary>All of the above; nothing that a client receives may contain one of them.</summary>
    public static IReadOnlyList<string> Marks { get; } = [Organization, Project, Cookie, RequestId, Machine, Site];

    /// <summary>The headers that OpenAI sends with each answer.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Headers { get; } =
    [
        new("Server", "scripted"),
        new("x-request-id", RequestId),
        new("openai-organization", Organization),
        new("openai-project", Project),
        new("openai-version", "2020-10-01"),
        new("openai-processing-ms", "42"),
        new("x-ratelimit-limit-requests", "10042"),
        new("x-ratelimit-remaining-requests", "10041"),
        new("x-ratelimit-reset-requests", "8.64s"),
        new("x-served-by", Machine),
        new("Set-Cookie", $"__cf_bm={Cookie}; path=/; HttpOnly; Secure"),
    ];
}
