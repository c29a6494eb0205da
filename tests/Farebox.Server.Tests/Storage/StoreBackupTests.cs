using System.Text.Json;
using Farebox.Server.Platform.Options;
using Farebox.Server.Storage;
using Farebox.Server.Tests.Crash;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Storage;

/// <summary><c>farebox backup</c> of a server under load, and <c>farebox restore</c>.</summary>
public sealed class StoreBackupTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("farebox-backup-");

    private string Data => Path.Combine(_folder.FullName, "data");

    private string Archive => Path.Combine(_folder.FullName, "backup.tar");

    private string Restored => Path.Combine(_folder.FullName, "restored");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task BackupOfAServerUnderLoad_BringsItBackAsItWas()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var server = await PaidServer.StartAsync(Data, upstream);
        for (var i = 0; i < 20; i++) Assert.Equal(200, (await server.CallAsync(stream: i % 2 == 0)).Status);
        var before = server.Seen.Keys.ToList();

        using (var stop = new CancellationTokenSource())
        {
            var load = server.LoadAsync(clients: 4, stop.Token);
            await BackUpAsync();
            await PaidServer.VerifyAsync(Data);
            await stop.CancelAsync();
            await load;
        }

        await server.AssertAllOnRecordAsync();
        Assert.Equal(0, await server.Process.StopAsync());
        await server.DisposeAsync();

        var restored = await FareboxProgram.RunAsync(Cancellation, "restore", Archive, "--data", Restored);
        Assert.Equal((0, ""), (restored.Status, restored.Error));
        Assert.EndsWith("sound", restored.Out.TrimEnd(), StringComparison.Ordinal);
        var report = await PaidServer.VerifyAsync(Restored);
        AssertOwnersOnly(Path.Combine(Restored, "farebox.db"), Path.Combine(Restored, "secrets"));

        // The same admin key and API key, and the balance of that moment.
        await server.StartAsync(Restored);
        Assert.Equal(report.GetProperty("left_usd").GetString(), await server.BalanceAsync());
        Assert.InRange(report.GetProperty("charges").GetInt32(), before.Count, server.Seen.Count);
        foreach (var id in before) Assert.Equal(id, (await server.Process.GetAsync("/v1/organization/request_logs/" + id)).GetProperty("id").GetString());
        foreach (var stream in new[] { false, true }) Assert.Equal(200, (await server.CallAsync(stream)).Status);
    }

    [Fact]
    public async Task Backup_OverwritesNothing()
    {
        OpenStore().Dispose();
        await File.WriteAllTextAsync(Archive, "something else", Cancellation);

        Assert.Contains("overwrites nothing", Assert.Throws<IOException>(() => StoreBackup.Write(Data, Archive)).Message, StringComparison.Ordinal);
        Assert.Equal("something else", await File.ReadAllTextAsync(Archive, Cancellation));
    }

    [Fact]
    public void Backup_OfNoStore_LeavesNothing()
    {
        Assert.Throws<FileNotFoundException>(() => StoreBackup.Write(Data, Archive));
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [Fact]
    public void Restore_IntoADirectoryThatIsNotEmpty_ChangesNothing()
    {
        OpenStore().Dispose();
        StoreBackup.Write(Data, Archive);
        Directory.CreateDirectory(Restored);
        File.WriteAllText(Path.Combine(Restored, "letter.txt"), "Dear all");

        Assert.Contains("letter.txt", Assert.Throws<IOException>(() => StoreBackup.Restore(Archive, Restored)).Message, StringComparison.Ordinal);
        Assert.Equal(["letter.txt"], Directory.GetFileSystemEntries(Restored).Select(Path.GetFileName));
    }

    [Fact]
    public void Restore_IntoADirectoryInUse_IsRefused()
    {
        OpenStore().Dispose();
        StoreBackup.Write(Data, Archive);
        using var held = DataDirectory.Open(new FareboxOptions { Data = Restored });

        Assert.Throws<Platform.StartRefusedException>(() => StoreBackup.Restore(Archive, Restored));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.001)]
    [InlineData(0)]
    public void Restore_OfATornArchive_LeavesNothing(double share)
    {
        OpenStore().Dispose();
        StoreBackup.Write(Data, Archive);
        using (var archive = new FileStream(Archive, FileMode.Open)) archive.SetLength((long)(archive.Length * share));

        Assert.Contains("not a whole backup", Assert.Throws<IOException>(() => StoreBackup.Restore(Archive, Restored)).Message, StringComparison.Ordinal);
        Assert.Equal(["lock"], Directory.GetFileSystemEntries(Restored).Select(Path.GetFileName));
    }

    [Fact]
    public void Restore_WithoutAStoredSecret_TellsSo()
    {
        OpenStore().Dispose();
        Assert.False(StoreBackup.Write(Data, Archive).HasSecret);
        Assert.False(StoreBackup.Restore(Archive, Restored));
        Assert.True(StoreVerification.Run(Path.Combine(Restored, "farebox.db"), isCopy: true).IsSound);
        Assert.Equal(["farebox.db", "lock"], Directory.GetFileSystemEntries(Restored).Select(Path.GetFileName).Order());
    }

    private async Task BackUpAsync()
    {
        var made = await FareboxProgram.RunAsync(Cancellation, "backup", Archive, "--data", Data, "--json");
        Assert.True(made.Status == 0, made.Error);
        var result = JsonSerializer.Deserialize<JsonElement>(made.Out);
        Assert.Equal((new FileInfo(Archive).Length, true), (result.GetProperty("bytes").GetInt64(), result.GetProperty("has_secret").GetBoolean()));
        AssertOwnersOnly(Archive);
        Assert.Equal(["backup.tar", "data"], _folder.GetFileSystemInfos().Select(file => file.Name).Order());
    }

    private static void AssertOwnersOnly(params string[] files)
    {
        if (OperatingSystem.IsWindows()) return;
        foreach (var file in files) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    private Database OpenStore()
    {
        var options = new FareboxOptions { Data = Data };
        return new Database(DataDirectory.Open(options), options, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<JournalWriter>.Instance);
    }
}
