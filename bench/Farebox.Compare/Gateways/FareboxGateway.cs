using System.Text.RegularExpressions;
using Farebox.Compare.Loads;
using Farebox.Compare.Machine;

namespace Farebox.Compare.Gateways;

/// <summary>Farebox as an operator starts it, with nothing switched off.</summary>
public sealed partial class FareboxGateway(string directory, MockUpstream mock, string executable, bool hasMetrics = false)
    : Gateway(hasMetrics ? WithMetrics : "farebox", directory)
{
    /// <summary>The name of a Farebox whose metrics are on.</summary>
    public const string WithMetrics = "farebox-metrics";

    private FareboxManagement? management;
    private string key = "";

    public override string Description =>
        (hasMetrics ? "metrics, and " : "")
        + "everything on: key authentication, scopes, model routing, usage parsing, quote, reservation and charge by price, "
        + "charge and usage record on disk before the last byte leaves";

    /// <summary>A fresh .NET process compiles its hot methods again while it runs; before that, its figures mean nothing.</summary>
    public override int WarmUpSeconds => 10;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        string[] metrics = hasMetrics ? ["--metrics", "on"] : [];
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
        key = await management.CreateKeyAsync(cancellationToken);
    }

    public override CallTarget Target(LoadShape load) => new(
        Local(Port, "/v1/chat/completions"), Bearer(key), load.IsStream ? CallTarget.StreamBody : CallTarget.AnswerBody);

    public override async Task<string?> VerifyAsync(long callsAnswered, CancellationToken cancellationToken)
    {
        var records = await management!.CountCallsAsync(cancellationToken);
        return records >= callsAnswered
            ? $"Farebox keeps {records:N0} usage records for the {callsAnswered:N0} calls that wrk saw answered."
            : throw new InvalidOperationException($"Farebox keeps {records} usage records for {callsAnswered} answered calls.");
    }

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
}
