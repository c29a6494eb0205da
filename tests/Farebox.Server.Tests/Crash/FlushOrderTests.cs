using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Crash;

/// <summary>Watches the server's system calls: the data flush of a call's usage record comes before the send of its answer.</summary>
public sealed partial class FlushOrderTests
{
    private const string Marker = "the-answer-that-must-wait";

    [Fact]
    public async Task Answer_LeavesAfterTheDataFlush()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/strace"), "Needs strace, which ./test installs on Debian.");
        var data = Path.Combine(Path.GetTempPath(), "farebox-flush-" + Path.GetRandomFileName());
        var trace = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var upstream = ScriptedUpstream.Start();
        upstream.Always(Answers.Chat(Marker));
        try
        {
            await using var server = await ServerProcess.StartAsync(data, ServerProcess.NewAdminKey());
            using var client = await ClientAsync(server, upstream);
            using (var strace = await AttachAsync(server.Id, trace))
            {
                await client.PostAsync(
                    new Uri("/v1/chat/completions", UriKind.Relative),
                    new StringContent("""{"model":"gpt-4o-mini","messages":[{"role":"user","content":"x"}]}"""), TestContext.Current.CancellationToken);
                await DetachAsync(strace);
            }

            var calls = await File.ReadAllLinesAsync(trace, TestContext.Current.CancellationToken);
            var received = Array.FindIndex(calls, line => line.Contains(Marker, StringComparison.Ordinal) && Receives().IsMatch(line));
            var sent = Array.FindLastIndex(calls, line => line.Contains(Marker, StringComparison.Ordinal) && Sends().IsMatch(line));
            Assert.True(received >= 0 && sent > received, string.Join('\n', calls));
            Assert.Contains(calls[received..sent], line => Flushes().IsMatch(line));
        }
        finally
        {
            File.Delete(trace);
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<HttpClient> ClientAsync(ServerProcess server, ScriptedUpstream upstream)
    {
        await RunningFarebox.SendAsync(server.Admin, HttpMethod.Post, "/v1/system/upstreams", new { name = "scripted", kind = "openai", base_url = upstream.BaseUrl, free = true });
        var project = (await server.GetAsync("/v1/organization/projects")).GetProperty("data")[0].GetProperty("id").GetString();
        var key = await RunningFarebox.SendAsync(server.Admin, HttpMethod.Post, $"/v1/organization/projects/{project}/api_keys", new { name = "flush" });
        var client = new HttpClient { BaseAddress = server.BaseUrl };
        client.DefaultRequestHeaders.Authorization = new("Bearer", TestRecords.Secret(key.GetProperty("value").GetString()!));
        return client;
    }

    private static async Task<Process> AttachAsync(int processId, string trace)
    {
        var strace = Process.Start(new ProcessStartInfo(
            "strace",
            ["-f", "-s", "2000", "-e", "trace=sendto,sendmsg,recvfrom,recvmsg,fdatasync,fsync,write,writev,read", "-o", trace,
             "-p", processId.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardError = true })!;
        while (await strace.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains("attached", StringComparison.Ordinal)) return strace;
            Assert.SkipWhen(line.Contains("not permitted", StringComparison.Ordinal), "This machine does not let a process be traced.");
        }

        throw new InvalidOperationException("strace ended before it was attached.");
    }

    private static async Task DetachAsync(Process strace)
    {
        using var interrupt = Process.Start("kill", ["-INT", strace.Id.ToString(CultureInfo.InvariantCulture)]);
        await strace.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await strace.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [GeneratedRegex(@"\b(recvfrom|recvmsg|read)\b")]
    private static partial Regex Receives();

    [GeneratedRegex(@"\b(sendto|sendmsg|write|writev)\(")]
    private static partial Regex Sends();

    [GeneratedRegex(@"\b(fdatasync|fsync)\b.*= 0")]
    private static partial Regex Flushes();
}
