using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Client;
using Farebox.Client.Usage;

namespace Farebox.Cli.Nouns;

/// <summary>
/// <c>farebox logs -f</c>: the newest records, then each one when its call has ended, until Ctrl-C. A server that is away is waited for, and
/// what ended meanwhile is shown then.
/// </summary>
internal sealed class LogFollower(VerbRun run, LogFilter filter)
{
    private const int DefaultTail = 20;
    private const int MaxShown = 20_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // A stream that goes on tells the last minute again.
    private readonly HashSet<string> _shown = [];
    private readonly Queue<string> _shownInOrder = new();
    private string? _cursor;
    private bool _away;
    private bool _began;
    private bool _headed;

    public async Task<int> RunAsync()
    {
        while (true)
        {
            await FollowAsync();
            await Task.Delay(Pause, run.Around.Clock, run.Cancel);
        }
    }

    /// <summary>To the end of one stream. The first has to begin: a wrong key or address is told at once.</summary>
    private async Task FollowAsync()
    {
        try
        {
            await foreach (var call in run.Reader.Logs.FollowAsync(filter, run.Get(GlobalOptions.Limit) ?? DefaultTail, _cursor, run.Cancel))
            {
                (_began, _away) = (true, false);
                _cursor = call.Cursor;
                Show(call);
            }

            _began = true;
        }
        catch (Exception failure) when (
            failure is FareboxUnreachableException { Reason: not UnreachableReason.Tls } or FareboxApiException { Status: 429 or >= 500 }
            && (_began || failure is FareboxApiException or FareboxUnreachableException { Reason: UnreachableReason.Protocol }))
        {
            if (!_away)
                run.Print.Note($"{CleanText.Line(failure.Message)} Trying again.");
            _away = true;
        }
    }

    private void Show(LogEvent call)
    {
        if (!_shown.Add(call.Log.Id))
            return;
        _shownInOrder.Enqueue(call.Log.Id);
        if (_shownInOrder.Count > MaxShown)
            _shown.Remove(_shownInOrder.Dequeue());
        if (run.Print.Json)
            run.Print.Line(call.Json);
        else
            run.Print.Rows([call.Log], headings: !_headed, LogsVerb.Columns);
        _headed = true;
    }
}
