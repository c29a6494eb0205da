using Farebox.Contracts;
using Farebox.Contracts.Usage;
using Farebox.Kernel.Credentials;
using Farebox.Server.CallLog;
using Farebox.Server.Platform;

namespace Farebox.Server.UsageLog;

/// <summary><c>/v1/organization/request_logs</c>: usage records, one per model call, with what was kept of the calls.</summary>
internal static class RequestLogEndpoints
{
    private const string What = "request log";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/organization/request_logs").WithTags("Usage").RequireScopes(Scopes.LogsRead);
        group.MapGet("", ListAsync)
            .WithSummary("List model calls; with text, those whose kept parameters or results hold it").Produces<ListPage<RequestLog>>();
        group.MapGet("{id}", GetAsync)
            .WithSummary("Show a model call; with include=payload,steps,charge what was kept of it and the sums behind its charge")
            .Produces<RequestLog>();
    }

    private static async Task<IResult> ListAsync(
        HttpRequest request, Caller caller, UsageQueryStore store, TextSearch search, CancellationToken cancellationToken)
    {
        var (page, pageError) = Paging.Read(request);
        var (filter, text, error) = RequestLogRequest.ReadPage(request, caller, page);
        if ((pageError ?? error) is { } wrong) return wrong;
        if (text is not null)
        {
            if (SearchText.Query(text) is not { } words) return ApiErrors.Invalid("text", "'text' must hold a word to look for.");
            var found = await search.ListAsync(filter, words, cancellationToken);
            return Json(found.ConvertAll(row => row.ToContract()).ToPage(page.Limit, log => log.Id));
        }

        var rows = await store.ListAsync(filter, cancellationToken);

        // Read backwards, the row too many stands ahead of the page.
        if (filter is { Before: not null, After: null } && rows.Count > page.Limit)
        {
            var logs = rows.Skip(1).Select(row => row.ToContract()).ToList();
            return Json(new ListPage<RequestLog>(logs, logs[0].Id, logs[^1].Id, true));
        }

        return Json(rows.Select(row => row.ToContract()).ToList().ToPage(page.Limit, log => log.Id));
    }

    private static async Task<IResult> GetAsync(
        string id, HttpRequest request, Caller caller, WholeCall calls, CancellationToken cancellationToken)
    {
        var query = new QueryText(request.Query);
        query.AllowOnly(["include"]);
        var include = query.Words("include", WholeCall.Parts);
        if (query.Error is not null) return query.Error;
        return RequestId.TryParse(id) is { } requestId && await calls.FindAsync(caller, requestId, include, cancellationToken) is { } call
            ? Json(call)
            : ApiErrors.NotFound(What, id);
    }

    private static IResult Json<T>(T value) => Results.Json(value, FareboxJson.Options);
}
