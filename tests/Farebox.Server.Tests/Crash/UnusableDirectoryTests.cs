using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Crash;

/// <summary>Data directories on which a server must not start: it says so in one line with the path, and ends with 2.</summary>
public sealed class UnusableDirectoryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReadOnlyDisk_IsRefusedWithThePath(bool hasStore)
    {
        using var disk = SmallDisk.TryMount("tmpfs", out var whyNot);
        Assert.SkipWhen(disk is null, whyNot);
        var data = Path.Combine(disk.Path, "data");
        await using var upstream = ScriptedUpstream.Start();
        if (hasStore)
        {
            await using var server = await PaidServer.StartAsync(data, upstream);
            await server.Process.StopAsync();
        }

        disk.MakeReadOnly();

        await AssertRefusedAsync(data, "Read-only file system");
        if (!hasStore) return;

        // What cannot be written can still be proved, as a copy.
        var verified = await FareboxProgram.RunAsync(Cancellation, "verify-ledger", data);
        Assert.Equal((0, ""), (verified.Status, verified.Error));
    }

    [Fact]
    public async Task StoreThatIsNone_IsRefusedWithThePath()
    {
        var folder = Directory.CreateTempSubdirectory("farebox-none-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "farebox.db"), string.Concat(Enumerable.Repeat("This is no store. ", 1000)), Cancellation);
            await AssertRefusedAsync(folder.FullName, "not a database");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task AssertRefusedAsync(string data, string reason)
    {
        var refused = await FareboxProgram.RunAsync(Cancellation, "serve", "--data", data, "--listen", "http://127.0.0.1:0");
        Assert.Equal((2, ""), (refused.Status, refused.Out));
        var line = Assert.Single(refused.Error.TrimEnd().Split('\n'));
        Assert.StartsWith("farebox: ", line, StringComparison.Ordinal);
        Assert.Contains(data, line, StringComparison.Ordinal);
        Assert.Contains(reason, line, StringComparison.Ordinal);
    }
}
