using Microsoft.Net.Http.Headers;

namespace Farebox.ConsolePages.Logs;

/// <summary>All calls that the address asks for, as a file.</summary>
internal static class LogExport
{
    /// <summary>Sends them as the API does, while it does.</summary>
    public static Task WriteAsync(PageContext page)
    {
        var format = page.Named("format") == "jsonl" ? "jsonl" : "csv";
        var response = page.Request.HttpContext.Response;
        response.ContentType = format == "csv" ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8";
        response.Headers[HeaderNames.ContentDisposition] = $"attachment; filename=\"calls.{format}\"";
        return page.Client!.Logs.ExportAsync(
            LogQuery.Of(page) with { After = null, Before = null, Limit = null }, format, response.Body, page.Request.HttpContext.RequestAborted);
    }
}
