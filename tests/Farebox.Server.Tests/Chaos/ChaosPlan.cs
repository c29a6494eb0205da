using System.Globalization;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Chaos;

/// <summary>When a client leaves.</summary>
internal enum Leaving
{
    Never,
    BeforeTheAnswer,
    InTheAnswer,

    /// <summary>After the last token, before <c>[DONE]</c>.</summary>
    BeforeDone,
}

/// <summary>Everything about one call that is decided beforehand, from the seed and its number: what is asked, answered, and who leaves when.</summary>
internal sealed record ChaosPlan(int Number)
{
    private const string IdPrefix = "chaos-";

    public static IReadOnlyList<string> Models { get; } = ["by-tokens", "by-request", "by-both", "for-nothing"];

    public required string Model { get; init; }

    public required bool Stream { get; init; }

    /// <summary>What the upstream says the call used, if it says so.</summary>
    public required TokenUsage Usage { get; init; }

    public required bool ReportsUsage { get; init; }

    public required Answer Answer { get; init; }

    /// <summary>Whether the upstream answers in full.</summary>
    public required bool IsAnswered { get; init; }

    public required Leaving Leaving { get; init; }

    /// <summary>Milliseconds, or reads.</summary>
    public required int LeaveAfter { get; init; }

    /// <summary>Picks one of the round's credentials.</summary>
    public required int Credential { get; init; }

    /// <summary>What ties a usage record to the plan.</summary>
    public string ClientRequestId => IdPrefix + Number.ToString(CultureInfo.InvariantCulture);

    public string Body =>
        $$"""{"model":"{{Model}}","stream":{{(Stream ? "true" : "false")}},"max_tokens":200,"messages":[{"role":"user","content":"{{ClientRequestId}}."}]}""";

    public static ChaosPlan Of(int seed, int number)
    {
        var random = new Random(unchecked((seed * 486_187_739) + number));
        var stream = random.Next(2) == 0;
        var prompt = random.Next(1, 60);
        var completion = random.Next(1, random.Next(20) == 0 ? 5000 : 150); // Now and then more than was quoted.
        var usage = new TokenUsage(prompt, completion, random.Next(prompt + 1), random.Next(completion + 1));
        var (answer, isAnswered, reports) = stream ? StreamOf(random, usage) : BodyOf(random, usage);
        return new ChaosPlan(number)
        {
            Model = Models[random.Next(Models.Count)],
            Stream = stream,
            Usage = usage,
            Answer = answer,
            IsAnswered = isAnswered,
            ReportsUsage = reports,
            Leaving = random.Next(2) == 0 ? Leaving.Never : (Leaving)random.Next(1, stream ? 4 : 2),
            LeaveAfter = random.Next(10),
            Credential = random.Next(1000),
        };
    }

    /// <summary>An upstream that answers each call by its plan.</summary>
    public static ScriptedUpstream StartUpstream(int seed, int port)
    {
        var upstream = ScriptedUpstream.Start(port);
        upstream.Models = Models;
        upstream.Always(call => Of(seed, NumberIn(call.Request.BodyText)).Answer(call));
        return upstream;
    }

    /// <summary>The number in a body that the upstream received.</summary>
    public static int NumberIn(string body)
    {
        var start = body.IndexOf(IdPrefix, StringComparison.Ordinal) + IdPrefix.Length;
        return int.Parse(body.AsSpan(start, body.IndexOf('.', start) - start), CultureInfo.InvariantCulture);
    }

    private static (Answer Answer, bool IsAnswered, bool Reports) StreamOf(Random random, TokenUsage usage)
    {
        var reports = Enum.GetValues<UsageReport>();
        var script = StreamScript.OfChunks(random.Next(1, 30)) with
        {
            Usage = usage, Report = reports[random.Next(reports.Length)], Pace = TimeSpan.FromMilliseconds(random.Next(3)),
        };
        var cut = script with { StopAfterFrames = random.Next(20) };
        return random.Next(14) switch
        {
            0 => (Answers.ChatStream(cut with { Ending = StreamEnding.Cut }), false, true),
            1 => (Answers.ChatStream(cut with { Ending = StreamEnding.Reset }), false, true),
            2 => (Answers.ChatStream(cut with { Ending = StreamEnding.ErrorFrame }), false, true),
            3 => (Answers.ChatStream(script with { Ending = StreamEnding.NoDone }), true, script.Report != UsageReport.Never),
            4 => (Answers.CloseAtOnce(), false, true),
            _ => (Answers.ChatStream(script), true, script.Report != UsageReport.Never),
        };
    }

    private static (Answer Answer, bool IsAnswered, bool Reports) BodyOf(Random random, TokenUsage usage) => random.Next(14) switch
    {
        0 => (Answers.CutChat(random.Next(200), reset: random.Next(2) == 0), false, true),
        1 => (Answers.ResetAtOnce(), false, true),
        2 => (Answers.Status(500, """{"error":{"message":"no","type":"server_error"}}"""), false, true),
        3 => (Answers.Status(400, """{"error":{"message":"no","type":"invalid_request_error"}}"""), false, true),
        4 => (Answers.Chat(Answers.DefaultText, usage: null), true, false),

        // Larger than what Farebox holds back here: the client sees bytes before the call is settled.
        5 or 6 => (Answers.Chat(new string('x', 3 * ChaosHouse.MaxBufferedAnswerBytes), usage, BodyFraming.Chunked), true, true),
        _ => (Answers.Chat(Answers.DefaultText, usage), true, true),
    };
}
