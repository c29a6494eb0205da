using System.Text.Json;
using Farebox.Client;
using Farebox.ConsolePages.Parts;

namespace Farebox.ConsolePages.Logs;

/// <summary>The log as it grows, for a page that shows its newest rows: the API's own stream, each call as that page writes it.</summary>
internal static class LiveLog
{
    // What ended between the page and this stream: the page knows by their ids which of them it has.
    private const int Tail = 20;

    /// <summary>Sends server-sent events until the API ends its stream; browsers then come again, with the id of the last one.</summary>
    public static async Task WriteAsync(PageContext page)
    {
        var (context, cancel) = (page.Request.HttpContext, page.Request.HttpContext.RequestAborted);
        var filter = LogQuery.Of(page);

        // What the API refuses it refuses here, while the answer can still say so.
        await page.Client!.Logs.ListAsync(filter with { Limit = 1 }, cancel);
        var owners = await Owners.ReadAsync(page);
        owners = await owners.WithKeysAsync(page, owners.Projects.Select(project => project.Id));
        var cursor = context.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } last ? last : null;
        var events = page.Client.Logs.FollowAsync(filter, Tail, cursor, cancel);
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        try
        {
            // The browser shows that the log is followed once this is there.
            await context.Response.WriteAsync(": follow\n\n", cancel);
            await context.Response.Body.FlushAsync(cancel);
            await foreach (var ended in events)
            {
                var line = JsonSerializer.Serialize(LogLine.Of(page, owners, ended.Log), JsonSerializerOptions.Web);
                await context.Response.WriteAsync($"id: {ended.Cursor}\ndata: {line}\n\n", cancel);
                await context.Response.Body.FlushAsync(cancel);
            }
        }
        catch (Exception e) when (e is OperationCanceledException && cancel.IsCancellationRequested)
        {
            // The reader left.
        }
        catch (Exception e) when (e is FareboxApiException or FareboxUnreachableException)
        {
            // The stream is over, as it is after ten minutes: the browser comes again, and is told by a status what is wrong for good.
        }
    }
}
