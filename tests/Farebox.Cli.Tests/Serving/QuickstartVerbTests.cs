using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Farebox.Cli.Profiles;

namespace Farebox.Cli.Tests.Serving;

/// <summary>The walk against a real server, started by the walk itself.</summary>
public sealed class QuickstartVerbTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("farebox-quickstart-");
    private readonly string _address = $"http://127.0.0.1:{FreePort()}";

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task FirstRun_TakesFiveSteps_AndTheSecondUsesWhatItMade()
    {
        using var first = new CliRun();

        Assert.Equal(0, await first.RunAsync(Once()));

        Assert.Equal("", first.Error);
        string[] steps = ["1. Organization", "2. API key", "3. Access token", "4. A streamed answer", "5. What was used"];
        Assert.Equal(steps, first.Out.Split('\n').Where(steps.Contains));
        Assert.Contains("eliza: ", first.Out, StringComparison.Ordinal);
        Assert.Contains("gpt-3.5-turbo was answered by eliza", first.Out, StringComparison.Ordinal);
        Assert.Contains("5 USD were added to its credit balance", first.Out, StringComparison.Ordinal);
        Assert.Contains("it cost 0 USD (eliza is free), and 5 USD of credit are left", first.Out, StringComparison.Ordinal);
        var kept = Kept(first);
        Assert.Contains($"\n   {kept.ApiKey}\n", first.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(kept.AdminKey!, first.Out, StringComparison.Ordinal);

        using var second = Following(first);
        Assert.Equal(0, await second.RunAsync(Once("--json")));
        var result = JsonDocument.Parse(second.Out).RootElement;
        Assert.Equal(kept.OrganizationId, result.GetProperty("organization_id").GetString());
        Assert.Equal(JsonValueKind.Null, result.GetProperty("key").ValueKind);
        Assert.Equal("eliza", result.GetProperty("model").GetString());
        Assert.True(result.GetProperty("output_tokens").GetInt64() > 0);
        Assert.Equal(("0", "5"), (result.GetProperty("charge_usd").GetString(), result.GetProperty("available_usd").GetString()));
        Assert.Equal(kept, Kept(first));
    }

    [Fact]
    public async Task FirstRun_WhereTopUpsMustBeLarger_GoesOnWithoutCredit()
    {
        using var run = new CliRun();
        var config = Path.Combine(run.Folder.FullName, "farebox.json");
        await File.WriteAllTextAsync(config, """{"min_topup_usd": 20}""", TestContext.Current.CancellationToken);

        Assert.Equal(0, await run.RunAsync(Once("--config", config)));

        Assert.Contains("no credit was added: 'amount_usd' must be at least 20", run.Out, StringComparison.Ordinal);
        Assert.Contains("and 0 USD of credit are left", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunBesideAServer_UsesIt_AndOtherVerbsFindItByTheProfile()
    {
        using var serving = new CliRun();
        var ready = new TaskCompletionSource();
        var told = new WatchingWriter("Serving at", ready);
        serving.ErrorWriter = told;
        var served = serving.RunAsync(Walk);
        await Task.WhenAny(ready.Task, served).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Contains("/console/set-up?code=", told.ToString(), StringComparison.Ordinal);

        using var beside = Following(serving);
        Assert.Equal(0, await beside.RunAsync(Once("--json")));
        Assert.DoesNotContain("/console/set-up", beside.Error, StringComparison.Ordinal);
        Assert.Contains("already: using that one", beside.Error, StringComparison.Ordinal);

        using var verbs = Following(serving);
        Assert.Equal(0, await verbs.RunAsync("validate"));
        Assert.Equal(0, await verbs.RunAsync("keys", "list"));
        Assert.Equal(0, await verbs.RunAsync("usage", "--group-by", "model"));
        Assert.Equal(0, await verbs.RunAsync("costs", "--group-by", "model"));
        Assert.Equal(0, await verbs.RunAsync("balance"));
        Assert.Contains("5 USD", verbs.Out, StringComparison.Ordinal);
        verbs.In = new StringReader("I am glad.");
        Assert.Equal(0, await verbs.RunAsync("chat"));
        Assert.Contains("Quickstart", verbs.Out, StringComparison.Ordinal);

        // A revoked key does not work any more, so the next walk makes another.
        var key = JsonDocument.Parse(beside.Out).RootElement.GetProperty("key_id").GetString()!;
        Assert.Equal(0, await verbs.RunAsync("keys", "revoke", key));
        Assert.Equal(3, await verbs.RunAsync("validate"));
        using var again = Following(serving);
        Assert.Equal(0, await again.RunAsync(Once("--json")));
        Assert.NotEqual(key, JsonDocument.Parse(again.Out).RootElement.GetProperty("key_id").GetString());

        serving.Interrupts.Interrupt();
        Assert.Equal(0, await served.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task AddressTakenBySomethingElse_IsSaidAndNothingIsMade()
    {
        await using var other = await FakeApi.StartAsync();
        using var run = new CliRun();

        Assert.Equal(2, await run.RunAsync("quickstart", "--once", "--listen", other.Root, "--data", _data.FullName));

        Assert.Contains("not Farebox", run.Error, StringComparison.Ordinal);
        Assert.Empty(_data.GetFileSystemInfos());
        Assert.Null(new ProfileFile(run.Variables["FAREBOX_PROFILE"]).Load().Current);
    }

    [Fact]
    public async Task Serve_OnATakenAddress_SaysSoInOneLine()
    {
        await using var other = await FakeApi.StartAsync();
        using var run = new CliRun();

        Assert.Equal(2, await run.RunAsync("serve", "--listen", other.Root, "--data", _data.FullName));

        Assert.StartsWith($"farebox: Cannot listen on {other.Root}", run.Error, StringComparison.Ordinal);
        Assert.Empty(_data.GetFileSystemInfos());
    }

    [Theory]
    [InlineData("max_body_bytes", "--max-body-bytes", "3")]
    [InlineData("settlement", "--settlement", "sloppy")]
    public async Task Serve_WithAnOptionThatIsWrong_NamesIt(string name, string flag, string value)
    {
        using var run = new CliRun();

        Assert.Equal(2, await run.RunAsync("serve", flag, value, "--data", _data.FullName));
        Assert.Contains(name, run.Error, StringComparison.Ordinal);
    }

    private string[] Walk => ["quickstart", "--listen", _address, "--data", _data.FullName, "--detect-upstreams", "false"];

    private string[] Once(params string[] more) =>
        [.. Walk, "--once", .. more];

    private ServerProfile Kept(CliRun run) => new ProfileFile(run.Variables["FAREBOX_PROFILE"]).Load().Of(_address + "/v1");

    /// <summary>Another run with the same profile.</summary>
    private static CliRun Following(CliRun earlier)
    {
        var run = new CliRun();
        run.Variables["FAREBOX_PROFILE"] = earlier.Variables["FAREBOX_PROFILE"];
        return run;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Tells when a text is written.</summary>
    private sealed class WatchingWriter(string text, TaskCompletionSource seen) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains(text, StringComparison.Ordinal) == true)
                seen.TrySetResult();
        }
    }
}
