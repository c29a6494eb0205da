using System.Diagnostics;
using System.Text;
using Farebox.Kernel.Ledger;
using Farebox.Kernel.Metering;
using Farebox.Kernel.Routing;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Farebox.Server.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farebox.LedgerBench.Loads;

/// <summary>
/// The floor: one thread that does nothing but insert the rows of a settlement, in a table of the same definition and with the same
/// pragmas, and add each batch's sums to the accounts that it touches. No callers, no rules, no queue.
/// </summary>
internal sealed class PlainInserts : IDisposable
{
    private const string Transfer = """
        INSERT INTO ledger_transfers (id, phase, leg, kind, debit_account, credit_account, reserved, posted, created_at)
        VALUES (?, 1, 0, 1, ?, ?, ?, ?, ?)
        """;

    private const string Record = """
        INSERT INTO usage_records (
            request_id, started_at, organization_id, project_id, key_id, surface, stream, requested_model, model, upstream_id, upstream_model,
            input_tokens, cached_tokens, output_tokens, reasoning_tokens, usage_source, outcome, status, attempts, duration_us, first_byte_us,
            upstream_us, quote_nano, charge_nano, overrun_nano, price_version)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    private const string Account = """
        UPDATE ledger_accounts SET debits_posted = debits_posted + ?, credits_posted = credits_posted + ? WHERE id = ?
        """;

    private static readonly byte[] ProjectId = Encoding.UTF8.GetBytes(SampleCall.ProjectId);
    private static readonly byte[] KeyId = Encoding.UTF8.GetBytes(SampleCall.KeyId);
    private static readonly byte[] UpstreamId = Encoding.UTF8.GetBytes(SampleCall.UpstreamId);
    private static readonly byte[] Model = Encoding.UTF8.GetBytes(SampleCall.Model);
    private static readonly byte[] PriceVersion = Encoding.UTF8.GetBytes(SampleCall.PriceVersion);

    private readonly SqliteConnection _connection;
    private readonly PlainStatement _begin, _commit, _transfer, _record, _account;
    private readonly (byte[] OrganizationId, byte[] Credit)[] _organizations;
    private readonly long[] _spent;
    private readonly List<int> _touched = [];
    private readonly IdSource _ids = new(TimeProvider.System);
    private readonly Random _random = new(1);

    private PlainInserts(SqliteConnection connection, int accounts)
    {
        _connection = connection;
        PlainStatement Prepare(string sql) => new(connection.Handle!, sql);
        (_begin, _commit) = (Prepare("BEGIN IMMEDIATE"), Prepare("COMMIT"));
        (_transfer, _record, _account) = (Prepare(Transfer), Prepare(Record), Prepare(Account));
        _organizations =
        [
            .. Enumerable.Range(0, accounts).Select(SampleCall.OrganizationId)
                .Select(id => (Encoding.UTF8.GetBytes(id), Encoding.UTF8.GetBytes(AccountIds.Credit(id)))),
        ];
        _spent = new long[accounts];
    }

    public static PlainInserts Open(string folder, int accounts)
    {
        // Farebox's own migrations make the tables; then it lets go of them.
        var options = new FareboxOptions { Data = folder };
        using (var database = new Database(DataDirectory.Open(options), options, TimeProvider.System, NullLogger<JournalWriter>.Instance))
            database.UpkeepAsync(connection => OpenAccounts(connection, accounts)).GetAwaiter().GetResult();

        var where = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "farebox.db"), Pooling = false };
        var connection = new SqliteConnection(where.ToString());
        connection.Open();
        foreach (var pragma in new[]
        {
            "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "wal_autocheckpoint = 4000", "cache_size = -65536", "temp_store = MEMORY",
        })
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA {pragma}";
            command.ExecuteNonQuery();
        }

        return new PlainInserts(connection, accounts);
    }

    public LoadRun Run(int seconds, int batchSize)
    {
        var (settlements, flushes, cpu) = (0L, 0L, Environment.CpuUsage.TotalTime);
        var start = Stopwatch.GetTimestamp();
        var end = start + (seconds * Stopwatch.Frequency);
        while (Stopwatch.GetTimestamp() < end)
        {
            _begin.Run();
            for (var i = 0; i < batchSize; i++) Insert(_random.Next(_organizations.Length));
            AddToAccounts();
            _commit.Run();
            settlements += batchSize;
            flushes++;
        }

        return new LoadRun(settlements, flushes, Stopwatch.GetElapsedTime(start), (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds);
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _begin, _commit, _transfer, _record, _account }) statement.Dispose();
        _connection.Dispose();
    }

    private static int OpenAccounts(System.Data.Common.DbConnection connection, int accounts)
    {
        using var command = connection.CreateCommand();
        string[] ids = ["fares", .. Enumerable.Range(0, accounts).Select(i => AccountIds.Credit(SampleCall.OrganizationId(i)))];
        foreach (var id in ids)
        {
            command.CommandText = $"INSERT INTO ledger_accounts VALUES ('{id}', 0, 0, 0, 0, 0)";
            command.ExecuteNonQuery();
        }

        return ids.Length;
    }

    private void Insert(int organization)
    {
        var (organizationId, credit) = _organizations[organization];
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        Span<byte> id = stackalloc byte[16];
        new RequestId(_ids.Next()).WriteBytes(id);

        var usage = SampleCall.Usage;
        _record
            .Blob(id).Number(now).Text(organizationId).Text(ProjectId).Text(KeyId)
            .Number((long)Surface.ChatCompletions).Number(0).Text(Model).Text(Model).Text(UpstreamId)
            .Text(Model).Number(usage.Input).Number(usage.CachedInput).Number(usage.Output).Number(usage.Reasoning)
            .Number((long)usage.Source).Number((long)Outcome.Completed).Number(200).Number(1)
            .Number(SampleCall.DurationUs).Number(SampleCall.DurationUs).Number(SampleCall.UpstreamUs)
            .Number(SampleCall.Quote.Value).Number(SampleCall.Charge.Value).Number(0).Text(PriceVersion)
            .Run();
        _transfer.Blob(id).Text(credit).Text("fares"u8).Number(SampleCall.Quote.Value).Number(SampleCall.Charge.Value).Number(now).Run();

        if (_spent[organization] == 0) _touched.Add(organization);
        _spent[organization] += SampleCall.Charge.Value;
    }

    private void AddToAccounts()
    {
        var total = 0L;
        foreach (var organization in _touched)
        {
            _account.Number(_spent[organization]).Number(0).Text(_organizations[organization].Credit).Run();
            total += _spent[organization];
            _spent[organization] = 0;
        }

        _account.Number(0).Number(total).Text("fares"u8).Run();
        _touched.Clear();
    }
}
