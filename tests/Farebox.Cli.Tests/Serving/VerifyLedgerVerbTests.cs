using System.Text.Json;
using Farebox.Server.Platform.Options;
using Farebox.Server.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farebox.Cli.Tests.Serving;

public sealed class VerifyLedgerVerbTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("farebox-verify-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task SoundStore_IsReported()
    {
        await MakeAsync();
        using var run = new CliRun();
        Assert.Equal(0, await run.RunAsync("verify-ledger", "--data", _folder.FullName));
        Assert.Contains("credit added", run.Out, StringComparison.Ordinal);
        Assert.EndsWith("\nsound\n", run.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task UnsoundStore_EndsWithSeven_AndNamesEachFault()
    {
        await MakeAsync("INSERT INTO ledger_accounts VALUES ('org:org_1:credit', 0, 0, 0, 0, 2500000000)");

        using var run = new CliRun();
        Assert.Equal(7, await run.RunAsync("verify-ledger", "--data", _folder.FullName));
        Assert.Contains("2.5 USD", run.Out, StringComparison.Ordinal);
        Assert.Contains("not sound: 2 faults", run.Out, StringComparison.Ordinal);
        Assert.Contains("  Account org:org_1:credit: its counters are not the sums of its transfers.", run.Out, StringComparison.Ordinal);

        using var json = new CliRun();
        Assert.Equal(7, await json.RunAsync("verify-ledger", _folder.FullName, "--json"));
        var report = JsonDocument.Parse(json.Out).RootElement;
        Assert.False(report.GetProperty("sound").GetBoolean());
        Assert.Equal((2, "2.5"), (report.GetProperty("faults").GetArrayLength(), report.GetProperty("added_usd").GetString()));
    }

    [Fact]
    public async Task Copy_IsReadAndNothingIsPutBesideIt()
    {
        await MakeAsync();
        var copy = Directory.CreateDirectory(Path.Combine(_folder.FullName, "a copy?#%41")).FullName;
        File.Copy(Path.Combine(_folder.FullName, "farebox.db"), Path.Combine(copy, "monday.db"));

        using var run = new CliRun();
        Assert.Equal((0, ""), (await run.RunAsync("verify-ledger", Path.Combine(copy, "monday.db")), run.Error));
        Assert.Equal(["monday.db"], Directory.GetFileSystemEntries(copy).Select(Path.GetFileName));
    }

    [Fact]
    public async Task DamagedStore_EndsWithSevenOrTwo_InOneLine()
    {
        await MakeAsync();
        using (var store = new FileStream(Path.Combine(_folder.FullName, "farebox.db"), FileMode.Open))
        {
            store.Seek(4096, SeekOrigin.Begin);
            store.Write(new byte[store.Length - 4096]);
        }

        using var run = new CliRun();
        Assert.Contains(await run.RunAsync("verify-ledger", "--data", _folder.FullName), new[] { 2, 7 });
        Assert.Contains("cannot be read", run.Out + run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--data", "nowhere", "There is no store")]
    [InlineData("nowhere.db", "--json", "There is no store")]
    public async Task NoStore_EndsWithUsage(string first, string second, string reason)
    {
        using var run = new CliRun();
        Assert.Equal(2, await run.RunAsync("verify-ledger", first, second));
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE schema_versions SET version = version + 1000", "newer")]
    [InlineData("DELETE FROM schema_versions WHERE version > 1", "older")]
    [InlineData("DROP TABLE schema_versions", "not a Farebox store")]
    public async Task OtherStore_IsNotGuessedAt(string sql, string reason)
    {
        await MakeAsync(sql);
        using var run = new CliRun();
        Assert.Equal(2, await run.RunAsync("verify-ledger", "--data", _folder.FullName));
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    private async Task MakeAsync(string? sql = null)
    {
        var options = new FareboxOptions { Data = _folder.FullName };
        using var database = new Database(DataDirectory.Open(options), options, TimeProvider.System, NullLogger<JournalWriter>.Instance);
        if (sql is null) return;
        await database.UpkeepAsync(connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return command.ExecuteNonQuery();
        });
    }
}
