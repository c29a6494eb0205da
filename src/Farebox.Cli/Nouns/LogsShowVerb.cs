using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Contracts.Usage;

namespace Farebox.Cli.Nouns;

internal static class LogsShowVerb
{
    private static readonly Argument<string> Id = new("id") { Description = "Id of the call, req_…: the answer's x-request-id." };
    private static readonly Option<bool> Curl = new("--curl")
    {
        Description = "Print the call as a curl command instead, with the key as $FAREBOX_API_KEY.",
    };

    public static Command Create(Surroundings around) => new AdminVerb(
        around, "show", "Show one call whole: its steps with their times, its parameters and result, and the sums behind its charge.",
        ["farebox logs show req_0193b1c2d3e4f5a6b7c8d9e0f1a2b3c4", "farebox logs show req_0193b1c2d3e4f5a6b7c8d9e0f1a2b3c4 --curl"],
        RunAsync) { Id, Curl };

    private static async Task<int> RunAsync(VerbRun run)
    {
        var found = await run.Reader.Logs.GetAsync(run.Get(Id), run.Get(Curl) ? "payload" : "payload,steps,charge", run.Cancel);
        if (run.Get(Curl))
            run.Print.Line(CurlOf(found.Value, run.Connection!.BaseUrl));
        else if (run.Print.Json)
            run.Print.Line(found.Json);
        else
            Show(run, found.Value);
        return ExitStatus.Done;
    }

    private static void Show(VerbRun run, RequestLog log)
    {
        run.Print.Lines(log, WholeCallView.Lines);
        if (log.Steps is { Count: > 0 } steps)
        {
            Head(run, "Steps");
            run.Print.Rows(steps, WholeCallView.StepColumns);
        }
        if (log.Charge is { } charge)
        {
            Head(run, "Charge");
            if (charge.Lines.Count > 0)
                run.Print.Rows(charge.Lines, WholeCallView.ChargeColumns);
            run.Print.Lines(charge, WholeCallView.ChargeLines);
        }
        if (log.Payload is null)
        {
            run.Print.Note("Nothing was kept of its parameters and result. `farebox logs policy` shows what is kept.");
            return;
        }
        Body(run, log.Payload.RequestCut ? "Request (cut)" : "Request", log.Payload.Request);
        Body(run, log.Payload.AnswerCut ? "Answer (cut)" : "Answer", log.Payload.Answer);
        Body(run, "Upstream's error", log.Payload.UpstreamError);
    }

    private static void Body(VerbRun run, string title, string? text)
    {
        if (text is null)
            return;
        Head(run, title);
        run.Print.Line(CleanText.Block(WholeCallView.Pretty(text)));
    }

    private static void Head(VerbRun run, string title)
    {
        run.Print.Line();
        run.Print.Heading(title);
    }

    private static string CurlOf(RequestLog log, string baseUrl)
    {
        if (log.Payload?.Request is not { } request)
            throw new UsageException("Nothing was kept of this call's parameters, so there is no command to make of it.");
        if (log.Payload.RequestCut)
            throw new UsageException("This call's parameters were cut when they were kept, so there is no command to make of them.");
        var address = baseUrl[..^"/v1".Length] + log.Endpoint;
        return $"""
            curl {Quoted(address)} \
              -H "Authorization: Bearer $FAREBOX_API_KEY" \
              -H 'Content-Type: application/json' \
              --data-raw {Quoted(CleanText.Json(request))}
            """;
    }

    // An escape sequence in it could end the paste into a terminal, and what follows would be run.
    // A shell takes everything between two of these as it stands, so only they have to be spelled.
    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
