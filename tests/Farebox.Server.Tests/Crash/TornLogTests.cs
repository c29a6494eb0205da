using Dapper;
using Farebox.Server.Platform;
using Farebox.Testing.Upstream;
using Microsoft.Data.Sqlite;

namespace Farebox.Server.Tests.Crash;

/// <summary>
/// A server is killed, and the end of its write-ahead log was never written whole, as by a machine that lost power and a disk that lied
/// about its flushes. The next start finds the last commit that is whole.
/// </summary>
public sealed class TornLogTests
{
    private const int Frame = 24 + 4096;

    [Theory]
    [InlineData("cut off")]
    [InlineData("overwritten")]
    [InlineData("half a frame more")]
    public async Task TornTail_IsLeftOut_AndTheServerGoesOn(string damage)
    {
        var data = Path.Combine(Path.GetTempPath(), "farebox-torn-" + Path.GetRandomFileName());
        try
        {
            await using var upstream = ScriptedUpstream.Start();
            await using var server = await PaidServer.StartAsync(data, upstream);
            for (var i = 0; i < 20; i++) Assert.Equal(200, (await server.CallAsync(stream: i % 2 == 0)).Status);
            await server.Process.KillAsync();
            Assert.Equal(server.Seen.Keys.Order(), Records(data).Order());

            Damage(Path.Combine(data, "farebox.db-wal"), damage);
            await server.DisposeAsync();
            await server.StartAsync();

            var left = Records(data);
            Assert.Subset(server.Seen.Keys.ToHashSet(), left);
            Assert.InRange(left.Count, 10, damage == "half a frame more" ? 20 : 19);
            if (damage == "half a frame more") Assert.Equal(20, left.Count);
            await PaidServer.VerifyAsync(data);
            foreach (var lost in server.Seen.Keys.Except(left).ToList()) server.Seen.TryRemove(lost, out _);
            foreach (var stream in new[] { false, true }) Assert.Equal(200, (await server.CallAsync(stream)).Status);
            await server.AssertAllOnRecordAsync();
            Assert.Equal(0, await server.Process.StopAsync());
            Assert.Equal(0, (await PaidServer.VerifyAsync(data)).GetProperty("pending_reservations").GetInt32());
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static void Damage(string path, string damage)
    {
        using var log = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        Assert.True(log.Length > 10 * Frame);
        switch (damage)
        {
            case "cut off":
                log.SetLength(log.Length - 1000);
                break;
            case "overwritten":
                log.Seek(-(2 * Frame) + 100, SeekOrigin.End);
                log.Write(Enumerable.Repeat((byte)0xA5, Frame).ToArray());
                break;
            default:
                // The beginning of another frame, as like a real one as it gets.
                var half = new byte[Frame / 2];
                log.Seek(-Frame, SeekOrigin.End);
                log.ReadExactly(half);
                log.Seek(0, SeekOrigin.End);
                log.Write(half);
                break;
        }
    }

    /// <summary>Ids of the usage records that a process would find which opens the store now; on a copy, so that nothing is mended by looking.</summary>
    private static HashSet<string> Records(string data)
    {
        var copy = Directory.CreateTempSubdirectory("farebox-torn-copy-");
        try
        {
            foreach (var name in new[] { "farebox.db", "farebox.db-wal" }) File.Copy(Path.Combine(data, name), Path.Combine(copy.FullName, name));
            using var connection = new SqliteConnection($"Data Source={Path.Combine(copy.FullName, "farebox.db")};Pooling=False");
            return [.. connection.Query<byte[]>("SELECT request_id FROM usage_records").Select(id => RequestId.FromBytes(id).ToString())];
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }
}
