using System.Diagnostics;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Clients;

/// <summary>The official clients of other languages, unmodified, as processes of their own. <c>./test</c> installs them.</summary>
public sealed class OtherLanguagesTests
{
    private static string? SkipReason => Environment.GetEnvironmentVariable("FAREBOX_TEST_CLIENTS") == "true"
        ? null
        : "The Node and Python clients are installed by ./test, which then sets FAREBOX_TEST_CLIENTS.";

    [Fact]
    public async Task Node_LatestAndThreeZero_DoWhatTheyDoAtOpenAi()
    {
        Assert.SkipWhen(SkipReason is not null, SkipReason ?? "");
        await using var upstream = ScriptedUpstream.Start();
        ClientScenario.Prepare(upstream);
        await using var farebox = await RunningFarebox.StartAsync([upstream]);

        var (status, output) = await RunAsync("node", "tests/clients/node", ["run.mjs"], farebox);

        Assert.True(status == 0, output);
        Assert.Matches("# pass 1[0-9]", output);
    }

    [Fact]
    public async Task Python_TheTutorialsRoad_EndsWithAnAnswerOfEliza()
    {
        Assert.SkipWhen(SkipReason is not null, SkipReason ?? "");
        await using var farebox = await RunningFarebox.StartAsync();

        var (status, output) = await RunAsync("/usr/bin/python3", "tests/clients/python", ["road.py"], farebox);

        Assert.True(status == 0, output);
        Assert.False(string.IsNullOrWhiteSpace(output));
    }

    private static async Task<(int Status, string Output)> RunAsync(string program, string folder, string[] arguments, RunningFarebox farebox)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Path.Combine(House.Repository.Root, folder), RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["FAREBOX_BASE_URL"] = new Uri(farebox.BaseUrl, "/v1").ToString();
        start.Environment["FAREBOX_API_KEY"] = await farebox.NewKeyAsync();
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await error);
    }
}
