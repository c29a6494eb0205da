using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;

namespace Farebox.Cli.Chatting;

/// <summary>The conversation on a terminal. Ctrl-C stops the answer; at the prompt the second one leaves.</summary>
internal sealed class ChatLoop(VerbRun run, ChatTurns turns, Conversation conversation)
{
    private const string Help =
        "/reset forgets what was said, /model NAME changes who answers, /system TEXT how (empty: as the model likes),\n"
        + "/exit or Ctrl-D leaves, Ctrl-C stops an answer.";

    private CancellationTokenSource? _answering;
    private bool _warned;

    public async Task<int> RunAsync()
    {
        run.Around.Interrupts.OnInterrupt = Interrupted;
        run.Print.Note($"{conversation.Model} at {run.Connection!.BaseUrl}. /help shows the commands.");
        while (await ReadAsync() is { } line)
        {
            _warned = false;
            if (line.Trim() is not { Length: > 0 } message)
                continue;
            if (!message.StartsWith('/'))
                await AnswerAsync(message);
            else if (!Obey(message))
                break;
        }
        return ExitStatus.Done;
    }

    /// <summary>Null at the end of input. Reading a terminal cannot be cancelled, so it is left behind on its thread.</summary>
    private async Task<string?> ReadAsync()
    {
        run.Around.Out.Write("> ");
        run.Around.Out.Flush();
        try
        {
            return await Task.Run(run.Around.In.ReadLine).WaitAsync(run.Cancel);
        }
        catch (OperationCanceledException)
        {
            // The second Ctrl-C: leaving is what was asked for.
            run.Print.Line();
            return null;
        }
    }

    private async Task AnswerAsync(string message)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(run.Cancel);
        _answering = stop;
        try
        {
            await turns.TakeAsync(message, stop.Token);
        }
        catch (OperationCanceledException) when (!run.Cancel.IsCancellationRequested)
        {
            run.Print.Note("[stopped]");
        }
        catch (Exception failure) when (Failures.StatusOf(failure) is not null)
        {
            Failures.Report(run, failure);
        }
        finally
        {
            _answering = null;
        }
    }

    /// <summary>False to leave.</summary>
    private bool Obey(string command)
    {
        var parts = command.Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var rest = parts.Length > 1 ? parts[1] : null;
        switch (parts[0])
        {
            case "/exit" or "/quit":
                return false;
            case "/reset":
                conversation.Reset();
                run.Print.Note("Forgotten.");
                break;
            case "/model" when rest is not null:
                conversation.Model = rest;
                run.Print.Note($"{rest} answers from now on.");
                break;
            case "/system":
                conversation.System = rest;
                run.Print.Note(rest is null ? "No system message." : "Understood.");
                break;
            default:
                run.Print.Note(Help);
                break;
        }
        return true;
    }

    private bool Interrupted()
    {
        if (_answering is { } current)
        {
            current.Cancel();
            return true;
        }
        if (_warned)
            return false;
        _warned = true;
        run.Print.Note("\nCtrl-C again, /exit or Ctrl-D leaves.");
        return true;
    }
}
