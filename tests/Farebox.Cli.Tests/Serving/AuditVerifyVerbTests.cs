using System.Text.Json;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Farebox.Server.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farebox.Cli.Tests.Serving;

public sealed class AuditVerifyVerbTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("farebox-audit-");

    public async ValueTask InitializeAsync()
    {
        var options = new FareboxOptions { Data = _folder.FullName };
        using var database = new Database(DataDirectory.Open(options), options, TimeProvider.System, NullLogger<JournalWriter>.Instance);
        for (var i = 0; i < 3; i++)
        {
            await database.WriteAsync(Actor.Server, (connection, trail) =>
            {
                trail.Add(AuditEntry.Created("organization.created", new AuditObject($"org_{i}"), new { }));
                using var command = connection.CreateCommand();
                command.CommandText = $"INSERT INTO organizations (id, name, created_at) VALUES ('org_{i}', 'x', 0)";
                return command.ExecuteNonQuery();
            });
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task SoundLog_IsReported_AndItsEndCanBeGivenBack()
    {
        using var run = new CliRun();
        Assert.Equal(0, await run.RunAsync("audit", "verify", "--data", _folder.FullName));
        Assert.Matches("events +3 *\n", run.Out.ReplaceLineEndings("\n"));
        Assert.EndsWith("\nsound\n", run.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Empty(run.Error);

        using var json = new CliRun();
        Assert.Equal(0, await json.RunAsync("audit", "verify", _folder.FullName, "--json"));
        var head = JsonDocument.Parse(json.Out).RootElement.GetProperty("head").GetString()!;
        Assert.StartsWith("3:", head, StringComparison.Ordinal);
        Assert.Contains(head, run.Out, StringComparison.Ordinal);

        using var again = new CliRun();
        Assert.Equal(0, await again.RunAsync("audit", "verify", "--data", _folder.FullName, "--kept", head));
    }

    [Fact]
    public async Task TouchedLog_EndsWithSeven_AndNamesTheFirst()
    {
        Touch("DROP TRIGGER audit_events_keep; UPDATE audit_events SET object_id = 'org_9' WHERE sequence = 2");
        using var run = new CliRun();
        Assert.Equal(7, await run.RunAsync("audit", "verify", "--data", _folder.FullName));
        Assert.Matches("events before +1 *\n", run.Out.ReplaceLineEndings("\n"));
        Assert.Contains("not sound: Event 2 (", run.Out, StringComparison.Ordinal);

        using var json = new CliRun();
        Assert.Equal(7, await json.RunAsync("audit", "verify", _folder.FullName, "--json"));
        var report = JsonDocument.Parse(json.Out).RootElement;
        Assert.Equal((false, 1), (report.GetProperty("sound").GetBoolean(), report.GetProperty("events").GetInt64()));
        Assert.Contains("was changed", report.GetProperty("fault").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LogCutOff_EndsWithSeven_WhenItsEndWasKept()
    {
        using var before = new CliRun();
        await before.RunAsync("audit", "verify", _folder.FullName, "--json");
        var head = JsonDocument.Parse(before.Out).RootElement.GetProperty("head").GetString()!;
        Touch("DROP TRIGGER audit_events_stay; DELETE FROM audit_events WHERE sequence = 3");
        using var run = new CliRun();
        Assert.Equal(7, await run.RunAsync("audit", "verify", _folder.FullName, "--kept", head));
        Assert.Contains("Event 3 is missing", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("audit", "verify", "nowhere.db")]
    [InlineData("audit", "verify", "--kept", "3")]
    public async Task Line_NotToBeUnderstood_EndsWithUsage(params string[] line)
    {
        using var run = new CliRun();
        Assert.Equal(2, await run.RunAsync(line));
        Assert.NotEmpty(run.Error);
    }

    private void Touch(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = DataDirectory.StorePathIn(_folder.FullName), Pooling = false,
        }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
