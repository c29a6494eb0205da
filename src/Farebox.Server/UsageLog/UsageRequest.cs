using Farebox.Server.Platform;

namespace Farebox.Server.UsageLog;

/// <summary>Reads OpenAI's parameters of a usage query.</summary>
internal static class UsageRequest
{
    private static readonly string[] Parameters =
    [
        "start_time", "end_time", "bucket_width", "project_ids", "user_ids", "api_key_ids", "models", "batch", "group_by", "limit", "page",
    ];

    private static readonly (string Word, long Seconds, int DefaultLimit, int MaxLimit)[] Widths =
        [("1m", 60, 60, 1440), ("1h", 3600, 24, 168), ("1d", 86_400, 7, 31)];

    /// <summary>The page and its query; without a query when only batches are asked for, which do not exist here.</summary>
    public static (UsageSpan? Span, UsageQuery? Query, ApiError? Error) Read(IQueryCollection parameters, Caller caller, long nowSeconds)
    {
        var query = new QueryText(parameters);
        query.AllowOnly(Parameters);
        if (query.Text("start_time") is null) return (null, null, query.Error ?? ApiErrors.Missing("start_time"));

        var width = Array.Find(Widths, row => row.Word == (query.Text("bucket_width") ?? "1d"));
        if (width.Word is null) query.Fail("bucket_width", "'bucket_width' must be one of 1m, 1h, 1d.");
        var limit = query.Number("limit", 1, width.MaxLimit) ?? width.DefaultLimit;
        var from = query.Seconds("start_time") ?? 0;
        var to = query.Seconds("end_time") ?? Math.Max(nowSeconds, from);
        if (query.Text("end_time") is not null && to <= from) query.Fail("end_time", "'end_time' must be after 'start_time'.");
        (from, to) = Continue(query, from, to, width.Seconds);
        var groupBy = query.List("group_by");
        foreach (var group in groupBy.Except(UsageGrouping.All))
            query.Fail("group_by", $"'group_by' must be any of {string.Join(", ", UsageGrouping.All)}: '{group}' is not.");
        var batch = query.Text("batch");
        if (batch is not (null or "true" or "false")) query.Fail("batch", "'batch' must be true or false.");
        var lists = (Projects: query.List("project_ids"), Users: query.List("user_ids"), Keys: query.List("api_key_ids"), Models: query.List("models"));
        if (query.Error is not null) return (null, null, query.Error);

        var span = UsageSpan.Of(from, to, width.Seconds, limit);
        return (span, batch == "true" ? null : new UsageQuery
        {
            OrganizationId = caller.OrganizationId, ConfinedToProjectId = caller.ProjectId, From = span.From, To = span.To,
            WidthSeconds = width.Seconds, ProjectIds = lists.Projects, UserIds = lists.Users, KeyIds = lists.Keys, Models = lists.Models,
            GroupBy = groupBy,
        }, null);
    }

    /// <summary>Goes on where the page before ended.</summary>
    private static (long From, long To) Continue(QueryText query, long from, long to, long widthSeconds)
    {
        if (query.Text("page") is not { } page) return (from, to);
        if (UsageSpan.ParseCursor(page) is { } cursor && cursor.From > from && (widthSeconds == 0 || cursor.From % widthSeconds == 0)) return cursor;
        query.Fail("page", "'page' must be the 'next_page' of the same query.");
        return (from, to);
    }
}
