using System.Diagnostics;
using System.Globalization;

namespace Farebox.Server.Platform;

/// <summary>What the outer ring knows of one HTTP call: its id and when it began.</summary>
public sealed class RequestState(RequestId id, DateTimeOffset startedAt, long startedTicks)
{
    /// <summary>The request id, sent as <c>x-request-id</c>.</summary>
    public RequestId Id { get; } = id;

    /// <summary>When the call arrived.</summary>
    public DateTimeOffset StartedAt { get; } = startedAt;

    /// <summary>Monotonic timestamp of the arrival, for durations.</summary>
    public long StartedTicks { get; } = startedTicks;

    /// <summary>Time since the arrival.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(StartedTicks);

    /// <summary>Sets the headers that every answer has just before the answer starts, whoever starts it.</summary>
    public static void WriteHeadersAtStart(HttpContext context) => context.Response.OnStarting(
        static context =>
        {
            ((HttpContext)context).Features.Get<RequestState>()!.WriteHeaders((HttpContext)context);
            return Task.CompletedTask;
        },
        context);

    /// <summary>Sets the headers that every answer has. To be called just before an answer starts.</summary>
    public void WriteHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers["openai-processing-ms"] = ((long)Elapsed.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
    }
}
