using System.Text.Json;
using Farebox.Client;
using Farebox.Client.Usage;
using Farebox.ConsolePages.Parts;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.ConsolePages.Logs;

/// <summary>The log as it grows, for a page that shows its newest rows: the API's own stream, each call as that page writes it.</summary>
internal static class LiveLog
{
    // What ended between the page and this stream: the page knows by their ids which of them it has.
    private const int Tail = 20;

    // As the API's own stream.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

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
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await using var events = page.Client.Logs.FollowAsync(filter, Tail, cursor, stop.Token).GetAsyncEnumerator(stop.Token);
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        try
        {
            // The browser shows that the log is followed once this is there.
            await context.Response.WriteAsync(": follow\n\n", cancel);
            await context.Response.Body.FlushAsync(cancel);
            while (await NextAsync(context, events, stop))
            {
                var line = JsonSerializer.Serialize(LogLine.Of(page, owners, events.Current.Log), JsonSerializerOptions.Web);
                await context.Response.WriteAsync($"id: {events.Current.Cursor}\ndata: {line}\n\n", cancel);
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

    // Writes a comment where nothing comes: proxies cut what is silent, and a browser that is gone is noticed by writing to it.
    private static async Task<bool> NextAsync(HttpContext context, IAsyncEnumerator<LogEvent> events, CancellationTokenSource stop)
    {
        var clock = context.RequestServices.GetRequiredService<TimeProvider>();
        var next = events.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                try
                {
                    return await next.WaitAsync(Silence, clock, stop.Token);
                }
                catch (TimeoutException)
                {
                    await context.Response.WriteAsync(": keep-alive\n\n", stop.Token);
                    await context.Response.Body.FlushAsync(stop.Token);
                }
            }
        }
        finally
        {
            // Nothing else may be asked of the events as long as the next one is.
            if (!next.IsCompleted)
            {
                await stop.CancelAsync();
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
