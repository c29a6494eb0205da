using Farebox.Server.Platform;

namespace Farebox.Server.UsageLog;

/// <summary>Reads which usage records are asked for: alike for lists, exports and who follows.</summary>
internal static class RequestLogRequest
{
    private static readonly string[] Filters =
        ["start_time", "end_time", "project_id", "key_id", "token_id", "model", "outcome", "status", "endpoint", "id"];

    private static readonly string[] Paging = ["limit", "after", "before", "order", "text"];

    /// <summary>A page of them, with the words that their payloads have to hold.</summary>
    public static (RequestLogFilter Filter, string? Text, ApiError? Error) ReadPage(HttpRequest request, Caller caller, PageRequest page)
    {
        var query = new QueryText(request.Query);
        query.AllowOnly([.. Filters, .. Paging]);
        var filter = Read(query, caller) with
        {
            After = query.Id("after"), Before = query.Id("before"), Ascending = query.Text("order") == "asc", Limit = page.Limit,
        };
        if (query.Text("order") is not (null or "asc" or "desc")) query.Fail("order", "'order' must be asc or desc.");
        if (query.Text("text") is not null && filter.Before is not null) query.Fail("before", "'before' cannot be given together with 'text'.");
        return (filter, query.Text("text"), query.Error);
    }

    /// <summary>All of them.</summary>
    /// <param name="query">Its other parameters are the caller's to read.</param>
    /// <param name="others">Names that may be given besides.</param>
    public static RequestLogFilter ReadAll(QueryText query, Caller caller, params string[] others)
    {
        query.AllowOnly([.. Filters, .. others]);
        return Read(query, caller);
    }

    private static RequestLogFilter Read(QueryText query, Caller caller)
    {
        var filter = new RequestLogFilter
        {
            OrganizationId = caller.OrganizationId,
            ConfinedToProjectId = caller.ProjectId,
            ProjectId = query.Text("project_id"),
            KeyId = query.Text("key_id"),
            TokenId = query.Text("token_id"),
            Model = query.Text("model"),
            Outcome = query.Word("outcome", UsageWords.OutcomeWords, UsageWords.ParseOutcome),
            Status = (int?)query.Number("status", 0, 999),
            Surface = query.Word("endpoint", UsageWords.EndpointWords, UsageWords.ParseEndpoint),
            Id = query.Id("id"),
            FromMs = query.Seconds("start_time") * 1000,
            ToMs = query.Seconds("end_time") * 1000,
            Limit = 0,
        };
        if (filter.ToMs <= filter.FromMs) query.Fail("end_time", "'end_time' must be after 'start_time'.");
        return filter;
    }
}
