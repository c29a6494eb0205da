namespace Farebox.Client.Usage;

/// <summary>Which usage records; what is null does not filter.</summary>
public sealed record LogFilter
{
    /// <summary>Rows, 1 to 100; the server's 20 when null.</summary>
    public int? Limit { get; init; }

    /// <summary>Id of the last row that is known already.</summary>
    public string? After { get; init; }
    public string? Before { get; init; }

    /// <summary>Newest first when false.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>Unix seconds, inclusive.</summary>
    public long? StartTime { get; init; }

    /// <summary>Unix seconds, exclusive.</summary>
    public long? EndTime { get; init; }
    public string? ProjectId { get; init; }
    public string? KeyId { get; init; }
    public string? TokenId { get; init; }
    public string? Model { get; init; }
    public string? Outcome { get; init; }

    /// <summary>HTTP status.</summary>
    public int? Status { get; init; }

    /// <summary>The path called, such as <c>/v1/chat/completions</c>.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Words that the kept parameters or results have to hold.</summary>
    public string? Text { get; init; }

    internal Query ToQuery() => Filter(
        new Query().Add("limit", Limit).Add("after", After).Add("before", Before).Add("order", OldestFirst ? "asc" : null).Add("text", Text));

    /// <summary>Without a page.</summary>
    internal Query ToFilterQuery() => Filter(new Query());

    private Query Filter(Query query) => query
        .Add("start_time", StartTime).Add("end_time", EndTime)
        .Add("project_id", ProjectId).Add("key_id", KeyId).Add("token_id", TokenId)
        .Add("model", Model).Add("outcome", Outcome).Add("status", Status).Add("endpoint", Endpoint);
}
