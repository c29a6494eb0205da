using System.Text.RegularExpressions;
using Farebox.Compare.Loads;
using Farebox.Compare.Machine;

namespace Farebox.Compare.Gateways;

/// <summary>Farebox as an operator starts it, with nothing switched off.</summary>
public sealed partial class FareboxGateway(string name, string directory, MockUpstream mock, string executable)
    : Gateway(name, directory)
{
    private const string WithMetrics = "farebox-metrics";
    private const string Redacted = "farebox-redacted";
    private const string Full = "farebox-full";

    /// <summary>The names of those with more switched on: metrics; the call log's payloads, redacted or full.</summary>
    public static IReadOnlyList<string> Variants { get; } = [WithMetrics, Redacted, Full];

    private FareboxManagement? management;
    private string key = "";

    public override string Description =>
        More + "everything on: key authentication, scopes, model routing, usage parsing, quote, reservation and charge by price, "
        + "charge and usage record on disk before the last byte leaves";

    private string More => Name switch
    {
        WithMetrics => "metrics, and ",
        Redacted => "prompts and answers kept, redacted, and ",
        Full => "prompts and answers kept, and ",
        _ => "",
    };

    /// <summary>A fresh .NET process compiles its hot methods again while it runs; before that, its figures mean nothing.</summary>
    public override int WarmUpSeconds => 10;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        string[] metrics = Name == WithMetrics ? ["--metrics", "on"] : [];
        string[] arguments = ["serve", "--listen", $"http://127.0.0.1:{Port}", "--data", Path.Combine(Directory, "data"), .. metrics];
        Child = ChildProcess.Start(Directory, executable, arguments, ForgetTheCallersSettings);
        await Child.ReadyAsync(Local(Port, "/readyz"), cancellationToken);
        management = new FareboxManagement(Local(Port, "/"), AdminKey());
        await management.ConnectAsync("mock", Local(mock.UpstreamPort, "/v1"), cancellationToken);
        await management.ConnectAsync("mock-paced", Local(mock.UpstreamPort, "/paced/v1"), cancellationToken);
        await management.PriceAsync("mock-model", cancellationToken);
        await management.PriceAsync("mock-stream", cancellationToken);
        await management.GrantAsync(cancellationToken);
        await management.LiftLimitsAsync(cancellationToken);
        if (Name is Redacted or Full) await management.KeepPayloadsAsync(Name == Full ? "full" : "redacted", cancellationToken);
        key = await management.CreateKeyAsync(cancellationToken);
    }

    public override CallTarget Target(LoadShape load) => new(
        Local(Port, "/v1/chat/completions"), Bearer(key), load.IsStream ? CallTarget.StreamBody : CallTarget.AnswerBody);

    public override async Task<string?> VerifyAsync(long callsAnswered, CancellationToken cancellationToken)
    {
        var records = await management!.CountCallsAsync(cancellationToken);
        return records >= callsAnswered
            ? $"{Name} keeps {records:N0} usage records for the {callsAnswered:N0} calls that wrk saw answered.{Dropped()}"
            : throw new InvalidOperationException($"Farebox keeps {records} usage records for {callsAnswered} answered calls.");
    }

    private string Dropped() => DroppedPattern().Matches(Child!.Log) is { Count: > 0 } told
        ? $" It dropped {told[^1].Groups[1].Value} payloads: more came than its call log writes."
        : "";

    /// <summary>The first start prints the operator's admin key once; the log is in a folder that only this user can read.</summary>
    private string AdminKey() => AdminKeyPattern().Match(Child!.Log) is { Success: true } match
        ? match.Value
        : throw new InvalidOperationException($"Farebox printed no admin key: {LogTail}");

    /// <summary>The shell that started the bench may hold settings and providers that would be measured along.</summary>
    private static void ForgetTheCallersSettings(IDictionary<string, string?> environment)
    {
        string[] named = ["OPENAI_API_KEY", "OPENAI_BASE_URL", "OLLAMA_HOST"];
        foreach (var name in environment.Keys.ToArray())
        {
            if (named.Contains(name) || name.StartsWith("FAREBOX_", StringComparison.OrdinalIgnoreCase)) environment.Remove(name);
        }
    }

    [GeneratedRegex("sk-fba[0-9A-Za-z]{45}")]
    private static partial Regex AdminKeyPattern();

    [GeneratedRegex("cannot keep up: ([0-9]+) payloads")]
    private static partial Regex DroppedPattern();
}
