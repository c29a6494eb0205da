using System.Diagnostics;
using Dapper;
using Farebox.Contracts.Audit;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Ledger;
using Farebox.Kernel.Money;
using Farebox.Server.Ledger;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Farebox.Server.Settlement;
using Farebox.Server.Storage;
using Farebox.Server.UsageLog;
using Farebox.Server.UsageLog.Slices;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farebox.LedgerBench.Loads;

/// <summary>
/// Callers that settle through Farebox's own parts, from the reservation to the flush. Each holds some reservations, posts the oldest, and
/// goes on once its charge and usage record are on the disk.
/// </summary>
internal sealed class FareboxSettlements : IDisposable
{
    /// <summary>Reservations of each caller that are in flight at any time.</summary>
    public const int HeldByEach = 4;

    private readonly Database _database;
    private readonly LedgerBook _ledger;
    private readonly CallSettlement _settlement;
    private readonly IdSource _ids = new(TimeProvider.System);
    private readonly (Grant Grant, AccountHandle Credit)[] _organizations;
    private readonly int _callers;
    private long _settled;

    private FareboxSettlements(string folder, int accounts, int callers)
    {
        var options = new FareboxOptions { Data = folder };
        _database = new Database(DataDirectory.Open(options), options, TimeProvider.System, NullLogger<JournalWriter>.Instance);
        _ledger = new LedgerBook(_database, options, TimeProvider.System, NullLogger<LedgerBook>.Instance);
        _settlement = new CallSettlement(
            _database, _ledger, new SettledCharges(), new FinishedCalls(), new RolledTo(), options, NullLogger<CallSettlement>.Instance);
        _organizations =
            [.. Enumerable.Range(0, accounts).Select(i => (SampleCall.GrantOf(i), AccountHandle.Credit(SampleCall.OrganizationId(i))))];
        _callers = callers;
    }

    /// <summary>Opens a store, and so many accounts with more credit than can be spent.</summary>
    public static async Task<FareboxSettlements> OpenAsync(string folder, int accounts, int callers)
    {
        var made = new FareboxSettlements(folder, accounts, callers);
        await made._ledger.StartAsync();
        await Task.WhenAll(made._organizations.Select(organization => made._ledger.WriteAsync(
            Actor.Server, organization.Credit, (_, trail, credit) =>
            {
                trail.Add(AuditEntry.Created(AuditEventTypes.CreditGrantCreated, new AuditObject("bench"), new { }));
                return credit.Add(made._ids.Next(), ContraAccount.GrantedCredit, NanoUsd.FromUsd(500_000).Value);
            })));
        return made;
    }

    public async Task<LoadRun> RunAsync(int seconds)
    {
        var (settled, commits, cpu) = (_settled, _database.Journal.Commits, Environment.CpuUsage.TotalTime);
        var start = Stopwatch.GetTimestamp();
        var end = start + (seconds * Stopwatch.Frequency);
        await Task.WhenAll(Enumerable.Range(0, _callers).Select(caller => Task.Run(() => SettleUntilAsync(end, new Random(caller)))));
        var elapsed = Stopwatch.GetElapsedTime(start);
        return new LoadRun(
            _settled - settled, _database.Journal.Commits - commits, elapsed, (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds);
    }

    /// <summary>Measured was only what really happened: a sound ledger, nothing pending, a usage record for each settlement.</summary>
    /// <exception cref="InvalidOperationException">It is not so.</exception>
    public async Task VerifyAsync()
    {
        var (report, records) = await _database.ReadAsync(connection =>
        {
            connection.Execute("BEGIN TRANSACTION");
            return (LedgerVerification.Run(connection), connection.ExecuteScalar<long>("SELECT count(*) FROM usage_records"));
        });
        if (!report.IsSound || report.PendingReservations != 0)
            throw new InvalidOperationException($"The ledger is not sound: {string.Join(' ', report.Faults)}");
        if (records != _settled) throw new InvalidOperationException($"{_settled} calls were settled, and {records} have a usage record.");
    }

    public void Dispose()
    {
        _ledger.Dispose();
        _database.Dispose();
    }

    private async Task SettleUntilAsync(long end, Random random)
    {
        var held = new Queue<(Grant Grant, CallFare Fare)>();
        while (held.Count < HeldByEach) held.Enqueue(await ReserveAsync(random));
        while (Stopwatch.GetTimestamp() < end)
        {
            var (grant, fare) = held.Dequeue();
            held.Enqueue(await ReserveAsync(random));
            var call = SampleCall.IdentityOf(fare.Reservation!.Id, fare.ReservedAtMs, grant);
            await _settlement.Settle(SampleCall.RecordOf(call), fare, opened: null, charged: true).Durable;
            Interlocked.Increment(ref _settled);
        }

        foreach (var (_, fare) in held) _ledger.Drop(fare.Reservation!);
    }

    private async ValueTask<(Grant Grant, CallFare Fare)> ReserveAsync(Random random)
    {
        var (grant, credit) = _organizations[random.Next(_organizations.Length)];
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var result = await _ledger.ReserveAsync(
            new RequestId(_ids.Next()), [new WantedLeg(credit, ContraAccount.Fares, SampleCall.Quote.Value, null)]);
        return result.Reservation is { } reservation
            ? (grant, new CallFare(SampleCall.Price, SampleCall.Quote, reservation, now, credit))
            : throw new InvalidOperationException("The credit is spent: the run was too long.");
    }
}
