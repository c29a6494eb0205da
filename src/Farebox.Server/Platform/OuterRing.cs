using System.Diagnostics;

namespace Farebox.Server.Platform;

/// <summary>Step (0) of every call: its id, the headers that every answer has, and the error of last resort.</summary>
/// <param name="startsItself">
/// Whether what is inside calls <see cref="RequestState.WriteHeaders"/> itself before an answer starts, as <see cref="ApiError"/> does: that spares
/// each call a callback.
/// </param>
public sealed partial class OuterRing(
    RequestDelegate next, IdSource ids, TimeProvider clock, ILogger<OuterRing> logger, bool startsItself = false)
{
    private const int MaxClientRequestIdLength = 512;

    /// <summary>Runs the rest of the pipeline inside the ring.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var now = clock.GetUtcNow();
        var state = new RequestState(new RequestId(ids.Next(now)), now, Stopwatch.GetTimestamp());
        context.Features.Set(state);
        var headers = context.Response.Headers;
        headers["x-request-id"] = state.Id.ToString();
        headers["openai-version"] = "2020-10-01";
        if (ClientRequestId(context.Request) is { } clientId) headers["x-client-request-id"] = clientId;
        if (!startsItself) RequestState.WriteHeadersAtStart(context);
        try
        {
            if (BodyCoding.IsSound(context.Request)) await next(context);
            else await ApiErrors.BadFraming.WriteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone: there is nobody to answer.
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await new ApiError(e.StatusCode, "invalid_request_error", null, e.Message).WriteAsync(context);
        }
        catch (StoreUnavailableException e) when (!context.Response.HasStarted)
        {
            Refused(logger, state.Id, context.Request.Method, context.Request.Path, (e.InnerException ?? e).Message);
            await ApiErrors.StoreUnavailable.WriteAsync(context);
        }
        catch (Exception e)
        {
            Failed(logger, state.Id, context.Request.Method, context.Request.Path, e);
            if (context.Response.HasStarted) context.Abort();
            else await ApiErrors.Internal(state.Id.ToString()).WriteAsync(context);
        }
    }

    /// <summary>The client's own id for the call: printable ASCII of a sane length, or nothing.</summary>
    public static string? ClientRequestId(HttpRequest request)
    {
        var text = request.Headers["X-Client-Request-Id"].ToString();
        return text.Length is > 0 and <= MaxClientRequestIdLength && !text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? text : null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Request {RequestId} {Method} {Path} was refused for the store's sake: {Reason}")]
    private static partial void Refused(ILogger logger, RequestId requestId, string method, PathString path, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {RequestId} {Method} {Path} failed")]
    private static partial void Failed(ILogger logger, RequestId requestId, string method, PathString path, Exception exception);
}
