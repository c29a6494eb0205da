namespace Farebox.Client.Usage;

/// <summary>Parameters of OpenAI's usage route.</summary>
public sealed record UsageQuery
{
    /// <summary>Unix seconds, inclusive.</summary>
    public required long StartTime { get; init; }

    /// <summary>Unix seconds, exclusive; now when null.</summary>
    public long? EndTime { get; init; }

    /// <summary><c>1m</c>, <c>1h</c> or <c>1d</c>.</summary>
    public string? BucketWidth { get; init; }
    public IReadOnlyList<string>? ProjectIds { get; init; }
    public IReadOnlyList<string>? ApiKeyIds { get; init; }
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>Of <c>project_id</c>, <c>api_key_id</c>, <c>model</c>.</summary>
    public IReadOnlyList<string>? GroupBy { get; init; }

    /// <summary>Buckets on a page.</summary>
    public int? Limit { get; init; }

    /// <summary>The <c>next_page</c> of the page before.</summary>
    public string? Page { get; init; }

    internal Query ToQuery() => new Query()
        .Add("start_time", StartTime).Add("end_time", EndTime).Add("bucket_width", BucketWidth)
        .AddEach("project_ids", ProjectIds).AddEach("api_key_ids", ApiKeyIds).AddEach("models", Models)
        .AddEach("group_by", GroupBy).Add("limit", Limit).Add("page", Page);
}
