using System.Text.Json;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Client;
using Farebox.Client.Usage;
using Farebox.Contracts;
using Farebox.Contracts.Usage;

namespace Farebox.Cli.Nouns;

/// <summary><c>farebox logs -f</c>: the newest records, then each new one, until Ctrl-C. A server that is away is waited for.</summary>
internal sealed class LogFollower(VerbRun run, LogFilter filter)
{
    private const int PageRows = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private bool _away;
    private bool _headed;

    public async Task<int> RunAsync()
    {
        var first = await run.Reader.Logs.ListAsync(filter, run.Cancel);
        Show(first, newestFirst: true);
        var last = first.Value.FirstId;
        while (true)
        {
            var next = await NextAsync(filter with { OldestFirst = true, After = last, Limit = PageRows });
            if (next is not null)
                Show(next, newestFirst: false);
            last = next?.Value.LastId ?? last;
            if (next is not { Value.HasMore: true })
                await Task.Delay(Pause, run.Around.Clock, run.Cancel);
        }
    }

    /// <summary>Null while the server cannot be reached or is overloaded.</summary>
    private async Task<ApiResult<ListPage<RequestLog>>?> NextAsync(LogFilter page)
    {
        try
        {
            var next = await run.Reader.Logs.ListAsync(page, run.Cancel);
            _away = false;
            return next;
        }
        catch (Exception failure) when (failure is FareboxUnreachableException or FareboxApiException { Status: 429 or >= 500 })
        {
            if (!_away)
                run.Print.Note($"{CleanText.Line(failure.Message)} Trying again.");
            _away = true;
            return null;
        }
    }

    private void Show(ApiResult<ListPage<RequestLog>> page, bool newestFirst)
    {
        if (run.Print.Json)
            ShowJson(page.Json, newestFirst);
        else if (page.Value.Data.Count > 0)
            ShowRows(newestFirst ? [.. page.Value.Data.Reverse()] : page.Value.Data);
    }

    private void ShowRows(IReadOnlyList<RequestLog> rows)
    {
        run.Print.Rows(rows, headings: !_headed, LogsVerb.Columns);
        _headed = true;
    }

    /// <summary>JSON lines: one record each, exactly as the API wrote it.</summary>
    private void ShowJson(string json, bool newestFirst)
    {
        using var page = JsonDocument.Parse(json);
        var records = page.RootElement.GetProperty("data").EnumerateArray().Select(record => record.GetRawText());
        foreach (var record in newestFirst ? records.Reverse() : records)
            run.Print.Line(record);
    }
}
