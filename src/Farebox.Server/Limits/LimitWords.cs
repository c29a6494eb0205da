using Farebox.Contracts.Limits;
using Farebox.Kernel.Limits;

namespace Farebox.Server.Limits;

/// <summary>How levels and kinds are spelt.</summary>
internal static class LimitWords
{
    public static string Of(LimitLevel level) => level switch
    {
        LimitLevel.Tier or LimitLevel.Organization => "organization",
        LimitLevel.Project => "project",
        LimitLevel.Key => "key",
        _ => "token",
    };

    public static string Of(LimitKind kind) => kind switch
    {
        LimitKind.RequestsPerMinute => "rpm",
        LimitKind.RequestsPerDay => "rpd",
        LimitKind.TokensPerMinute => "tpm",
        LimitKind.TokensPerDay => "tpd",
        LimitKind.ImagesPerMinute => "ipm",
        _ => "concurrency",
    };

    /// <summary>OpenAI's name of it.</summary>
    public static string Member(LimitKind kind) => kind switch
    {
        LimitKind.RequestsPerMinute => "max_requests_per_1_minute",
        LimitKind.RequestsPerDay => "max_requests_per_1_day",
        LimitKind.TokensPerMinute => "max_tokens_per_1_minute",
        LimitKind.TokensPerDay => "max_tokens_per_1_day",
        LimitKind.ImagesPerMinute => "max_images_per_1_minute",
        _ => "max_concurrent_requests",
    };

    /// <summary>A contract with these numbers.</summary>
    public static T With<T>(this T contract, LimitNumbers numbers)
        where T : LimitMembers => (T)(contract with
    {
        MaxRequestsPerMinute = numbers.RequestsPerMinute, MaxRequestsPerDay = numbers.RequestsPerDay,
        MaxTokensPerMinute = numbers.TokensPerMinute, MaxTokensPerDay = numbers.TokensPerDay, MaxImagesPerMinute = numbers.ImagesPerMinute,
        MaxConcurrentRequests = numbers.Concurrency,
    });
}
