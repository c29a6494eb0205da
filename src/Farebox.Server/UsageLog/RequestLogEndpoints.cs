using Farebox.Contracts;
using Farebox.Contracts.Usage;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.UsageLog;

/// <summary><c>/v1/organization/request_logs</c>: usage records, one per model call.</summary>
internal static class RequestLogEndpoints
{
    private const string What = "request log";

    private static readonly string[] Parameters =
    [
        "limit", "after", "before", "order", "start_time", "end_time", "project_id", "key_id", "token_id", "model", "outcome", "status", "endpoint", "id",
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/organization/request_logs").WithTags("Usage").RequireScopes(Scopes.LogsRead);
        group.MapGet("", ListAsync).WithSummary("List model calls").Produces<ListPage<RequestLog>>();
        group.MapGet("{id}", GetAsync).WithSummary("Show a model call").Produces<RequestLog>();
    }

    private static async Task<IResult> ListAsync(HttpRequest request, Caller caller, UsageQueryStore store, CancellationToken cancellationToken)
    {
        var (page, pageError) = Paging.Read(request);
        var (filter, error) = Read(request, caller, page);
        if ((pageError ?? error) is { } wrong) return wrong;

        var rows = await store.ListAsync(filter, cancellationToken);

        // Read backwards, the row too many stands ahead of the page.
        if (filter is { Before: not null, After: null } && rows.Count > page.Limit)
        {
            var logs = rows.Skip(1).Select(row => row.ToContract()).ToList();
            return Json(new ListPage<RequestLog>(logs, logs[0].Id, logs[^1].Id, true));
        }

        return Json(rows.Select(row => row.ToContract()).ToList().ToPage(page.Limit, log => log.Id));
    }

    private static async Task<IResult> GetAsync(string id, Caller caller, UsageQueryStore store, CancellationToken cancellationToken) =>
        RequestId.TryParse(id) is { } requestId
        && await store.GetAsync(caller.OrganizationId, caller.ProjectId, requestId, cancellationToken) is { } row
            ? Json(row.ToContract())
            : ApiErrors.NotFound(What, id);

    private static (RequestLogFilter Filter, ApiError? Error) Read(HttpRequest request, Caller caller, PageRequest page)
    {
        var query = new QueryText(request.Query);
        query.AllowOnly(Parameters);
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
            After = query.Id("after"),
            Before = query.Id("before"),
            Ascending = query.Text("order") == "asc",
            Limit = page.Limit,
        };
        if (query.Text("order") is not (null or "asc" or "desc")) query.Fail("order", "'order' must be asc or desc.");
        if (filter.ToMs <= filter.FromMs) query.Fail("end_time", "'end_time' must be after 'start_time'.");
        return (filter, query.Error);
    }

    private static IResult Json<T>(T value) => Results.Json(value, FareboxJson.Options);
}
