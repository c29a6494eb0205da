using Dapper;
using Farebox.Kernel.Audit;
using Farebox.Server.Audit;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Farebox.Server.Storage;
using Farebox.Testing.Server;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farebox.Server.Tests.Audit;

/// <summary>Ten events, and a hand in the store that has taken the triggers away.</summary>
public sealed class AuditVerificationTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("farebox-audit-");

    private string StorePath => DataDirectory.StorePathIn(_folder.FullName);

    public async ValueTask InitializeAsync()
    {
        var options = new FareboxOptions { Data = _folder.FullName };
        using var database = new Database(DataDirectory.Open(options), options, TimeProvider.System, NullLogger<JournalWriter>.Instance);
        for (var i = 0; i < 10; i++)
        {
            await database.WriteAsync(Actor.Server, (connection, trail) =>
            {
                trail.Add(TestAudit.Entry);
                return connection.Execute("INSERT INTO organizations (id, name, created_at) VALUES (@id, 'x', 0)", new { id = $"org_{i}" });
            });
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void UntouchedStore_IsSound(bool isCopy)
    {
        var report = AuditVerification.Run(StorePath, isCopy);
        Assert.Equal((true, 10), (report.IsSound, report.Head.Count));
        Assert.True(AuditVerification.Run(StorePath, isCopy, report.Head).IsSound);
    }

    [Theory]
    [InlineData("UPDATE audit_events SET details = '{}' WHERE sequence = 5", "Event 5 (", "was changed")]
    [InlineData("UPDATE audit_events SET at = at + 1 WHERE sequence = 10", "Event 10 (", "was changed")]
    [InlineData("UPDATE audit_events SET actor_id = 'key_1' WHERE sequence = 1", "Event 1 (", "was changed")]
    [InlineData("UPDATE audit_events SET previous_hash = zeroblob(32) WHERE sequence = 5", "Event 5 (", "was changed")]
    [InlineData("UPDATE audit_events SET hash = zeroblob(32) WHERE sequence = 5", "Event 5 (", "was changed")]
    [InlineData("DELETE FROM audit_events WHERE sequence = 5", "Event 5 is missing", "event 6")]
    [InlineData("DELETE FROM audit_events WHERE sequence < 4", "Event 1 is missing", "event 4")]
    [InlineData("DELETE FROM audit_events WHERE sequence = 5; UPDATE audit_events SET sequence = sequence - 1 WHERE sequence > 5", "Event 5 (", "was changed")]
    [InlineData(
        "INSERT INTO audit_events SELECT 11, id, at, 'org_1', NULL, 'server', NULL, NULL, NULL, NULL, NULL, NULL, type, 'x', '{}', hash, hash FROM audit_events WHERE sequence = 10",
        "Event 11 (", "was changed")]
    public void TouchedEvents_AreFound_AndTheFirstIsNamed(string sql, string which, string what)
    {
        Touch(sql);
        var report = AuditVerification.Run(StorePath, isCopy: true);
        Assert.StartsWith(which, report.Fault, StringComparison.Ordinal);
        Assert.Contains(what, report.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void TruncatedLog_IsFoundByTheEndThatWasKept()
    {
        var kept = AuditVerification.Run(StorePath, isCopy: false).Head;
        Touch("DELETE FROM audit_events WHERE sequence > 7", restore: true);
        Assert.Null(AuditVerification.Run(StorePath, isCopy: true).Fault);
        Assert.StartsWith("Event 8 is missing", AuditVerification.Run(StorePath, isCopy: true, kept).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void LogWrittenAnew_IsFoundByTheEndThatWasKept()
    {
        var kept = AuditVerification.Run(StorePath, isCopy: false).Head;
        Touch("UPDATE audit_events SET object_id = 'forged' WHERE sequence >= 5", connection =>
        {
            byte[] previous = AuditStore.All(connection).ElementAt(3).Hash;
            foreach (var row in AuditStore.All(connection).Skip(4).ToList())
            {
                var hash = AuditChain.HashOf(row.ToRecord(), previous);
                connection.Execute("UPDATE audit_events SET previous_hash = @previous, hash = @hash WHERE sequence = @Sequence", new { previous, hash, row.Sequence });
                previous = hash;
            }
        }, restore: true);
        Assert.Null(AuditVerification.Run(StorePath, isCopy: true).Fault);
        Assert.StartsWith("Event 10 (", AuditVerification.Run(StorePath, isCopy: true, kept).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingTrigger_IsFound()
    {
        Touch("SELECT 1");
        Assert.Contains("trigger", AuditVerification.Run(StorePath, isCopy: true).Fault, StringComparison.Ordinal);
    }

    private void Touch(string sql, Action<SqliteConnection>? then = null, bool restore = false)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = StorePath, Pooling = false }.ToString());
        connection.Open();
        var triggers = connection.Query<(string Name, string Sql)>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit_events'").ToList();
        Assert.Equal(3, triggers.Count);
        foreach (var trigger in triggers) connection.Execute($"DROP TRIGGER {trigger.Name}");
        connection.Execute(sql);
        then?.Invoke(connection);
        foreach (var trigger in restore ? triggers : []) connection.Execute(trigger.Sql);
    }
}
