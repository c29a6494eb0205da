using System.ClientModel;
using System.Diagnostics;
using Farebox.Testing.Upstream;
using OpenAI;
using OpenAI.Chat;

namespace Farebox.Server.Tests.Limits;

/// <summary>The official clients' own retries, against a limit that is used up: they come back when they were told to, and get through.</summary>
public sealed class LimitRetryTests : LimitTest
{
    private const int Calls = 10;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OpenAiDotnet_BringsEveryCallThrough()
    {
        var key = await UsedUpKeyAsync();
        var client = new OpenAIClient(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = new Uri(Farebox.BaseUrl, "/v1") });
        var calls = Enumerable.Range(0, Calls).Select(_ => client.GetChatClient("gpt-4o-mini").CompleteChatAsync([new UserChatMessage("Hello")], null, Cancellation)).ToList();
        await LetRoomComeAsync();
        Assert.All(await Task.WhenAll(calls), answer => Assert.NotEmpty(answer.Value.Content[0].Text));
        Assert.Equal(2 * Calls, Upstream.Calls.Count);
    }

    [Fact]
    public async Task OpenAiNode_BringsEveryCallThrough()
    {
        Assert.SkipWhen(
            Environment.GetEnvironmentVariable("FAREBOX_TEST_CLIENTS") != "true", "The Node client is installed by ./test, which then sets FAREBOX_TEST_CLIENTS.");
        var start = new ProcessStartInfo("node", ["limited.mjs"])
        {
            WorkingDirectory = Path.Combine(House.Repository.Root, "tests/clients/node"), RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["FAREBOX_BASE_URL"] = new Uri(Farebox.BaseUrl, "/v1").ToString();
        start.Environment["FAREBOX_API_KEY"] = await UsedUpKeyAsync();
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(Cancellation);
        var output = process.StandardOutput.ReadToEndAsync(Cancellation);
        await LetRoomComeAsync();
        await process.WaitForExitAsync(Cancellation);
        Assert.True(process.ExitCode == 0, await output + await error);
        Assert.Equal(2 * Calls, Upstream.Calls.Count);
    }

    /// <summary>A key with nothing left of its minute, of which all comes back in two and a half seconds.</summary>
    private async Task<string> UsedUpKeyAsync()
    {
        var (client, _, key) = await NewKeyAsync(new { name = "limited", rpm = Calls });
        for (var i = 0; i < Calls; i++) Assert.Equal(200, await StatusAsync(client));
        Clock.Advance(TimeSpan.FromSeconds(58.5));
        return key;
    }

    /// <summary>Moves the server's clock to the stated moment once every call was refused; the clients sleep in real time meanwhile.</summary>
    private async Task LetRoomComeAsync()
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        while ((await Farebox.RecordsAsync()).Count(record => record.Outcome == "refused") < Calls) patience.Token.ThrowIfCancellationRequested();
        Clock.Advance(TimeSpan.FromSeconds(2.5));
    }
}
