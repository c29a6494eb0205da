using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Farebox.Server.CallLog;
using Farebox.Server.Tests.Relay;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.CallLog;

/// <summary>A Farebox before one scripted upstream, whose call log a test sets and looks into.</summary>
public abstract class CallLogFixture : IAsyncLifetime
{
    protected const string Settings = "/v1/organization/call_log";
    protected const string Logs = "/v1/organization/request_logs";

    protected ScriptedUpstream Upstream { get; private set; } = null!;

    protected RunningFarebox Farebox { get; private set; } = null!;

    protected HttpClient Client { get; private set; } = null!;

    protected ManualTimeProvider Clock { get; } = new();

    internal PayloadWriter Writer => Farebox.Services.GetRequiredService<PayloadWriter>();

    protected string StorePath => Path.Combine(Path.GetFullPath(Farebox.Options.Data), "calls.db");

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Upstream = ScriptedUpstream.Start();
        Farebox = await RunningFarebox.StartAsync([Upstream], Configure, Clock);
        Client = Farebox.With(await Farebox.NewKeyAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await Farebox.DisposeAsync();
        Assert.Empty(Upstream.Faults);
        await Upstream.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected virtual void Configure(Platform.Options.FareboxOptions options)
    {
    }

    /// <summary>Sets what is kept.</summary>
    protected async Task<JsonElement> KeepAsync(object settings, string path = Settings)
    {
        using var response = await Farebox.Admin.PatchAsJsonAsync(path, settings, Cancelled);
        var text = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>Completes once everything is written that was handed over.</summary>
    protected Task WrittenAsync() => Writer.OrderAsync(_ => true);

    /// <summary>One call whole, as the administrator sees it.</summary>
    internal async Task<JsonElement> ShowAsync(CallResult call, string include = "payload,steps,charge")
    {
        await WrittenAsync();
        return await Farebox.GetAsync($"{Logs}/{call.RequestId}?include={include}");
    }

    protected async Task<List<string>> SearchAsync(string query)
    {
        await WrittenAsync();
        return [.. (await Farebox.GetAsync($"{Logs}?{query}")).GetProperty("data").EnumerateArray().Select(log => log.GetProperty("id").GetString()!)];
    }

    /// <summary>Whether these bytes are anywhere in the call log's files.</summary>
    protected bool IsOnDisk(string text) => Directory.GetFiles(Path.GetDirectoryName(StorePath)!, "calls.db*").Any(path =>
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    });

    protected static string Ask(string text, string more = "") =>
        $$"""{"model":"gpt-4o-mini","messages":[{"role":"user","content":{{JsonSerializer.Serialize(text)}}}]{{more}}}""";
}
