using System.Globalization;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;
using Microsoft.Extensions.Hosting;

namespace Farebox.Server.UsageLog;

/// <summary><c>/v1/organization/request_logs/stream</c>: usage records as server-sent events, each when its call has ended.</summary>
internal sealed class LogStreamEndpoints(FinishedCalls calls, UsageQueryStore store, TimeProvider clock, IHostApplicationLifetime host)
{
    private const int MaxTail = 100;

    // Then the client comes again, with its credential: one that was revoked does not read on for ever.
    private static readonly TimeSpan LongestStream = TimeSpan.FromMinutes(10);

    /// <summary>Adds the route.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/organization/request_logs/stream", FollowAsync).RequireScopes(Scopes.LogsRead)
        .WithTags("Usage").WithSummary("Follow model calls as server-sent events, each when it has ended")
        .Produces<string>(contentType: "text/event-stream");

    private async Task<IResult> FollowAsync(HttpContext context, Caller caller)
    {
        var query = new QueryText(context.Request.Query);
        var filter = RequestLogRequest.ReadAll(query, caller, "tail");
        var tail = query.Number("tail", 0, MaxTail) ?? 0;
        var last = context.Request.Headers["Last-Event-ID"].ToString();
        var cursor = 0L;
        if (last.Length > 0 && !(long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out cursor) && cursor < long.MaxValue / 2))
            query.Fail("Last-Event-ID", "'Last-Event-ID' must be the id of an event of this stream.");
        if (query.Error is not null) return query.Error;

        // Before anything is read from the store: a call that ends meanwhile is seen twice rather than never.
        using var follower = calls.Follow(caller.OrganizationId);
        if (follower is null) return ApiErrors.Overloaded("Too many follow the log already. Try again in a moment.");

        using var limit = new CancellationTokenSource(LongestStream, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, host.ApplicationStopping, limit.Token);
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        await context.Response.StartAsync(stop.Token);
        await context.Response.Body.FlushAsync(stop.Token);
        var following = new LogFollowing(context.Response, filter, follower, store, clock, stop.Token);
        try
        {
            if (last.Length > 0) await following.ResumeAsync(cursor);
            else await following.TailAsync((int)tail);
            await following.RunAsync();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The reader left, the server stops, or it is time to come again.
        }

        return Results.Empty;
    }
}
