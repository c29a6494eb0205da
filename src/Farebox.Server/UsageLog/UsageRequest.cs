using Farebox.Server.Platform;

namespace Farebox.Server.UsageLog;

/// <summary>Reads OpenAI's parameters of a usage query.</summary>
internal static class UsageRequest
{
    private static readonly string[] Parameters =
        [.. SpanRequest.Parameters, "project_ids", "user_ids", "api_key_ids", "models", "batch", "group_by"];

    private static readonly BucketWidth[] Widths = [new("1m", 60, 60, 1440), new("1h", 3600, 24, 168), new("1d", 86_400, 7, 31)];

    /// <summary>The page and its query; without a query when only batches are asked for, which do not exist here.</summary>
    public static (UsageSpan? Span, UsageQuery? Query, ApiError? Error) Read(IQueryCollection parameters, Caller caller, long nowSeconds)
    {
        var query = new QueryText(parameters);
        query.AllowOnly(Parameters);
        var span = SpanRequest.Read(query, Widths, nowSeconds);
        var groupBy = SpanRequest.ReadGrouping(query, UsageGrouping.All);
        var batch = query.Text("batch");
        if (batch is not (null or "true" or "false")) query.Fail("batch", "'batch' must be true or false.");
        var lists = (Projects: query.List("project_ids"), Users: query.List("user_ids"), Keys: query.List("api_key_ids"), Models: query.List("models"));
        if (query.Error is not null) return (null, null, query.Error);

        return (span, batch == "true" ? null : new UsageQuery
        {
            OrganizationId = caller.OrganizationId, ConfinedToProjectId = caller.ProjectId, From = span!.From, To = span.To,
            WidthSeconds = span.WidthSeconds, ProjectIds = lists.Projects, UserIds = lists.Users, KeyIds = lists.Keys, Models = lists.Models,
            GroupBy = groupBy,
        }, null);
    }
}
