namespace Farebox.Client.Usage;

/// <summary>Parameters of OpenAI's costs route.</summary>
public sealed record CostsQuery
{
    /// <summary>Unix seconds, inclusive.</summary>
    public required long StartTime { get; init; }

    /// <summary>Unix seconds, exclusive; now when null.</summary>
    public long? EndTime { get; init; }
    public IReadOnlyList<string>? ProjectIds { get; init; }
    public IReadOnlyList<string>? ApiKeyIds { get; init; }

    /// <summary>Of <c>line_item</c> (the model), <c>project_id</c>, <c>api_key_id</c>.</summary>
    public IReadOnlyList<string>? GroupBy { get; init; }

    /// <summary>Days on a page, 1 to 180.</summary>
    public int? Limit { get; init; }

    /// <summary>The <c>next_page</c> of the page before.</summary>
    public string? Page { get; init; }

    internal Query ToQuery() => new Query()
        .Add("start_time", StartTime).Add("end_time", EndTime).AddEach("project_ids", ProjectIds).AddEach("api_key_ids", ApiKeyIds)
        .AddEach("group_by", GroupBy).Add("limit", Limit).Add("page", Page);
}
