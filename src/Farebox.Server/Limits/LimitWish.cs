using Farebox.Contracts.Limits;
using Farebox.Kernel.Limits;
using Farebox.Server.Platform;

namespace Farebox.Server.Limits;

/// <summary>Reads the numbers of limits, under their long names and under their short ones. Each error names the member at fault.</summary>
internal static class LimitWish
{
    public const long MaxWaiting = 10_000;
    public const long MaxWaitSeconds = 600;

    /// <summary>By OpenAI's names.</summary>
    public static (LimitNumbers Numbers, ApiError? Error) Numbers(LimitMembers members)
    {
        var numbers = new LimitNumbers
        {
            RequestsPerMinute = members.MaxRequestsPerMinute, RequestsPerDay = members.MaxRequestsPerDay,
            TokensPerMinute = members.MaxTokensPerMinute, TokensPerDay = members.MaxTokensPerDay, ImagesPerMinute = members.MaxImagesPerMinute,
            Concurrency = members.MaxConcurrentRequests,
        };
        return (numbers, Check(numbers, LimitWords.Member));
    }

    /// <summary>By the short names: <c>rpm</c> and the like.</summary>
    public static ApiError? CheckShort(LimitNumbers numbers) => Check(numbers, LimitWords.Of);

    /// <summary>A row changed as asked for.</summary>
    public static (LimitRow Row, ApiError? Error) Read(LimitRow row, RateLimitRequest request)
    {
        var (numbers, error) = Numbers(request);
        if ((error ?? CheckQueue(row, request)) is { } wrong) return (row, wrong);
        var changed = row.With(row.Numbers.With(numbers)) with
        {
            QueueMaxWaiting = request.QueueMaxWaiting ?? row.QueueMaxWaiting,
            QueueMaxWaitSeconds = request.QueueMaxWaitSeconds ?? row.QueueMaxWaitSeconds,
        };
        if (changed.QueueMaxWaiting > 0 && changed.QueueMaxWaitSeconds == 0) return (row, ApiErrors.Missing("queue_max_wait_seconds"));
        return changed.IsEmpty ? (row, ApiErrors.Missing(LimitWords.Member(LimitKind.RequestsPerMinute))) : (changed, null);
    }

    private static ApiError? CheckQueue(LimitRow row, RateLimitRequest request)
    {
        if (request.QueueMaxWaiting is null && request.QueueMaxWaitSeconds is null) return null;
        if (row.KeyId.Length == 0 || row.Model != LimitRow.AllModels)
            return ApiErrors.Invalid("queue_max_waiting", "Only a key's limits on all models can have a line: 'queue_max_waiting' goes with rl-* of a key.");
        if (request.QueueMaxWaiting is < 0 or > MaxWaiting)
            return ApiErrors.Invalid("queue_max_waiting", $"'queue_max_waiting' must be from 0 to {MaxWaiting}.");
        return request.QueueMaxWaitSeconds is < 1 or > MaxWaitSeconds
            ? ApiErrors.Invalid("queue_max_wait_seconds", $"'queue_max_wait_seconds' must be from 1 to {MaxWaitSeconds}.")
            : null;
    }

    private static ApiError? Check(LimitNumbers numbers, Func<LimitKind, string> name)
    {
        foreach (var kind in LimitKinds.All)
        {
            if (numbers[kind] is < 1 or > LimitNumbers.Max)
                return ApiErrors.Invalid(name(kind), $"'{name(kind)}' must be from 1 to {LimitNumbers.Max}; leave it out for no limit.");
        }

        return null;
    }
}
