using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Farebox.Contracts;
using Farebox.Contracts.CallLog;
using Farebox.Contracts.Usage;

namespace Farebox.Client.Usage;

/// <summary>Usage records, one per model call, and what was kept of the calls besides.</summary>
public sealed class LogsClient
{
    private const string Root = "/organization/request_logs";
    private readonly ApiTransport _transport;

    internal LogsClient(ApiTransport transport) => _transport = transport;

    public Task<ApiResult<ListPage<RequestLog>>> ListAsync(LogFilter? filter = null, CancellationToken cancel = default) =>
        _transport.GetAsync<ListPage<RequestLog>>(Root + (filter ?? new()).ToQuery(), cancel);

    /// <param name="requestId">The call's <c>x-request-id</c>.</param>
    /// <param name="include">Of <c>payload</c>, <c>steps</c>, <c>charge</c>, separated by commas.</param>
    public Task<ApiResult<RequestLog>> GetAsync(string requestId, string? include = null, CancellationToken cancel = default) =>
        _transport.GetAsync<RequestLog>($"{PathOf(requestId)}{new Query().Add("include", include)}", cancel);

    /// <summary>Yields each record when its call has ended, until the server ends the stream; then follow again from the last cursor.</summary>
    /// <param name="tail">Records that ended before to begin with, 0 to 100; only without a cursor.</param>
    /// <param name="cursor">Where an earlier stream ended; what ended up to a minute before may come again.</param>
    /// <exception cref="FareboxUnreachableException">No answer came, or the connection broke.</exception>
    public async IAsyncEnumerable<LogEvent> FollowAsync(
        LogFilter filter, int tail, string? cursor, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        using var response = await _transport.SendAsync(
            HttpMethod.Get, $"{Root}/stream{filter.ToFilterQuery().Add("tail", cursor is null ? tail : null)}", null,
            HttpCompletionOption.ResponseHeadersRead, cancel, cursor is null ? [] : [("Last-Event-ID", cursor)]);
        await using var body = await response.Content.ReadAsStreamAsync(cancel);
        var frames = SseParser.Create(body).EnumerateAsync(cancel).GetAsyncEnumerator(cancel);
        await using var ending = frames.ConfigureAwait(false);
        while (await NextAsync(frames, response, cancel))
        {
            var json = frames.Current.Data;
            if (JsonSerializer.Deserialize<RequestLog>(json, FareboxJson.Options) is { } log)
                yield return new LogEvent(log, json, frames.Current.EventId ?? cursor);
        }
    }

    /// <summary>Copies every record that matches, oldest first, as the server writes it.</summary>
    /// <param name="format"><c>csv</c> or <c>jsonl</c>.</param>
    public async Task ExportAsync(LogFilter filter, string format, Stream target, CancellationToken cancel = default)
    {
        var path = $"{Root}/export{filter.ToFilterQuery().Add("format", format)}";
        using var response = await _transport.SendAsync(HttpMethod.Get, path, null, HttpCompletionOption.ResponseHeadersRead, cancel);
        await using var body = await response.Content.ReadAsStreamAsync(cancel);
        try
        {
            await body.CopyToAsync(target, cancel);
        }
        catch (Exception failure) when (ApiTransport.IsNoAnswer(failure, cancel))
        {
            throw Unreachable.From(failure, response.RequestMessage!.RequestUri!);
        }
    }

    /// <summary>Deletes what was kept of a call; its usage record stays.</summary>
    public Task<ApiResult<Deleted>> DeletePayloadAsync(string requestId, CancellationToken cancel = default) =>
        _transport.DeleteAsync<Deleted>($"{PathOf(requestId)}/payload", cancel);

    /// <summary>Deletes what was kept of calls that began in a span of time, in Unix seconds.</summary>
    public Task<ApiResult<DeletedPayloads>> DeletePayloadsAsync(
        long startTime, long endTime, string? projectId = null, CancellationToken cancel = default) =>
        _transport.DeleteAsync<DeletedPayloads>(
            $"{Root}/payloads{new Query().Add("start_time", startTime).Add("end_time", endTime).Add("project_id", projectId)}", cancel);

    private static string PathOf(string requestId) => $"{Root}/{PathSegment.Of(requestId)}";

    private static async Task<bool> NextAsync(
        IAsyncEnumerator<SseItem<string>> frames, HttpResponseMessage response, CancellationToken cancel)
    {
        try
        {
            return await frames.MoveNextAsync();
        }
        catch (Exception failure) when (ApiTransport.IsNoAnswer(failure, cancel))
        {
            throw Unreachable.From(failure, response.RequestMessage!.RequestUri!);
        }
    }
}
