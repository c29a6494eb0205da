using System.Globalization;
using System.Text;
using System.Text.Json;
using Farebox.Contracts;
using Farebox.Contracts.Usage;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.UsageLog;

/// <summary><c>/v1/organization/request_logs/export</c>: any number of usage records, read and sent page by page.</summary>
internal static class LogExportEndpoints
{
    private const int PageRows = 1000;

    private static readonly (string Name, Func<RequestLog, string?> Value)[] Columns =
    [
        ("id", log => log.Id), ("created_at", log => Text(log.CreatedAt)), ("project_id", log => log.ProjectId), ("key_id", log => log.KeyId),
        ("token_id", log => log.TokenId), ("endpoint", log => log.Endpoint), ("requested_model", log => log.RequestedModel),
        ("model", log => log.Model), ("upstream_id", log => log.UpstreamId), ("upstream_model", log => log.UpstreamModel),
        ("stream", log => log.Stream ? "true" : "false"), ("input_tokens", log => Text(log.InputTokens)),
        ("cached_input_tokens", log => Text(log.CachedInputTokens)), ("output_tokens", log => Text(log.OutputTokens)),
        ("reasoning_tokens", log => Text(log.ReasoningTokens)), ("usage_source", log => log.UsageSource), ("outcome", log => log.Outcome),
        ("status", log => Text(log.Status)), ("error_code", log => log.ErrorCode), ("attempts", log => Text(log.Attempts)),
        ("duration_us", log => Text(log.DurationUs)), ("first_byte_us", log => Text(log.FirstByteUs)), ("upstream_us", log => Text(log.UpstreamUs)),
        ("client_request_id", log => log.ClientRequestId), ("user", log => log.User), ("charge_usd", log => log.ChargeUsd),
        ("quote_usd", log => log.QuoteUsd), ("overrun_usd", log => log.OverrunUsd), ("price_version", log => log.PriceVersion),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/organization/request_logs/export", ExportAsync).RequireScopes(Scopes.LogsRead)
        .WithTags("Usage").WithSummary("Export model calls as CSV or as JSON lines, oldest first").Produces<string>(contentType: "text/csv");

    private static async Task<IResult> ExportAsync(HttpContext context, Caller caller, UsageQueryStore store)
    {
        var query = new QueryText(context.Request.Query);
        var page = RequestLogRequest.ReadAll(query, caller, "format") with { Ascending = true, Limit = PageRows };
        var format = query.Text("format") ?? "jsonl";
        if (format is not ("csv" or "jsonl")) query.Fail("format", "'format' must be csv or jsonl.");
        if (query.Error is not null) return query.Error;

        var response = context.Response;
        response.ContentType = format == "csv" ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8";
        if (format == "csv") await response.WriteAsync(string.Join(',', Columns.Select(column => column.Name)) + "\r\n", context.RequestAborted);
        while (true)
        {
            var rows = await store.ListAsync(page, context.RequestAborted);
            var text = new StringBuilder();
            foreach (var log in rows.Take(PageRows).Select(row => row.ToContract()))
            {
                if (format == "csv") text.AppendJoin(',', Columns.Select(column => Cell(column.Value(log)))).Append("\r\n");
                else text.Append(JsonSerializer.Serialize(log, FareboxJson.Options)).Append('\n');
            }

            await response.WriteAsync(text.ToString(), context.RequestAborted);
            if (rows.Count <= PageRows) return Results.Empty;
            page = page with { After = RequestId.FromBytes(rows[PageRows - 1].RequestId) };
        }
    }

    // RFC 4180. A spreadsheet takes what begins like a formula for one, and some of this is the client's own text.
    private static string Cell(string? value)
    {
        if (value is null) return "";
        if (value.Length > 0 && value[0] is '=' or '+' or '-' or '@' or '\t' or '\r') value = "'" + value;
        return value.AsSpan().IndexOfAny(",\"\r\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
