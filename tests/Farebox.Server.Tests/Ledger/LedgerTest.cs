using Dapper;
using Farebox.Kernel.Ledger;
using Farebox.Kernel.Money;
using Farebox.Server.Ledger;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Farebox.Server.Storage;
using Farebox.Testing.Server;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farebox.Server.Tests.Ledger;

/// <summary>A book on a store of its own, which can be restarted.</summary>
public abstract class LedgerTest : IAsyncLifetime
{
    protected static readonly AccountHandle Fares = new(AccountIds.Of(ContraAccount.Fares), LedgerUnit.NanoUsd);

    private readonly FareboxOptions _options = new() { Data = Path.Combine(Path.GetTempPath(), "farebox-ledger-" + Path.GetRandomFileName()) };

    internal Database Database { get; private set; } = null!;

    internal LedgerBook Book { get; private set; } = null!;

    protected IReadOnlyList<RequestId> Interrupted { get; private set; } = [];

    internal IdSource Ids { get; } = new(TimeProvider.System);

    protected int MaxAccounts
    {
        get => _options.LedgerMaxAccounts;
        set => _options.LedgerMaxAccounts = value;
    }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await CloseAsync();
        Directory.Delete(_options.Data, recursive: true);
    }

    /// <summary>Opens the store anew, as the next process would.</summary>
    protected async Task RestartAsync()
    {
        await CloseAsync();
        await OpenAsync();
    }

    /// <summary>
    /// A copy of the store as it is this moment on the disk: what a process leaves that dies now. On the writer's thread, whatever it is
    /// in the middle of.
    /// </summary>
    protected string CopyStore()
    {
        var copy = Directory.CreateTempSubdirectory("farebox-ledger-").FullName;
        foreach (var file in new[] { "farebox.db", "farebox.db-wal" })
        {
            if (File.Exists(Path.Combine(_options.Data, file))) File.Copy(Path.Combine(_options.Data, file), Path.Combine(copy, file));
        }

        return copy;
    }

    /// <summary>Goes on with a copy instead of the store.</summary>
    protected async Task GoOnWithAsync(string copy)
    {
        await CloseAsync();
        Directory.Delete(_options.Data, recursive: true);
        _options.Data = copy;
        await OpenAsync();
    }

    protected async Task<AccountHandle> FundedAsync(long amount, string organization = "org_1")
    {
        var credit = AccountHandle.Credit(organization);
        await GrantAsync(credit, amount);
        return credit;
    }

    protected Task<bool> GrantAsync(AccountHandle account, long amount, UInt128? id = null) =>
        Book.WriteAsync(Actor.Server, account, (_, trail, credit) =>
        {
            if (!credit.Add(id ?? Ids.Next(), ContraAccount.GrantedCredit, amount)) return false;
            trail.Add(TestAudit.Entry);
            return true;
        });

    protected ValueTask<ReserveResult> ReserveAsync(params WantedLeg[] legs) => Book.ReserveAsync(new RequestId(Ids.Next()), legs);

    protected async Task<LedgerReservation> ReservedAsync(params WantedLeg[] legs)
    {
        var result = await ReserveAsync(legs);
        Assert.True(result.IsReserved);
        return result.Reservation;
    }

    protected static WantedLeg Money(AccountHandle account, long amount) => new(account, ContraAccount.Fares, amount, null);

    protected static WantedLeg Spend(AccountHandle budget, long amount, long ceiling) => new(budget, ContraAccount.UsdBudgets, amount, ceiling);

    protected static WantedLeg Request(AccountHandle budget, long ceiling) => new(budget, ContraAccount.RequestBudgets, 1, ceiling);

    protected static AccountHandle Budget(string id, LedgerUnit unit = LedgerUnit.NanoUsd) =>
        AccountHandle.Budget(id, unit, BudgetPeriod.Day, new DateOnly(2026, 11, 22));

    internal LedgerEntry WriteAhead(LedgerReservation reservation) => Append(reservation.ApplyPending);

    protected Task PostAsync(LedgerReservation reservation, long charge)
    {
        Book.Post(reservation, new NanoUsd(charge));
        return Append(reservation.ApplyResolution).Written;
    }

    protected Task VoidAsync(LedgerReservation reservation)
    {
        Book.Void(reservation);
        return Append(reservation.ApplyResolution).Written;
    }

    internal LedgerEntry Append(Action<StoreConnection> apply)
    {
        var entry = new LedgerEntry(apply);
        Database.Journal.Append(entry);
        return entry;
    }

    /// <summary>What the store says, whatever memory says.</summary>
    protected Task<LedgerCounters> StoredAsync(AccountHandle account) => Database.ReadAsync(
        connection => LedgerStore.ReadCounters(connection, [account.Id]).GetValueOrDefault(account.Id), Cancellation);

    internal Task<List<TransferRow>> RowsAsync() => Database.ReadAsync(connection => LedgerScanStore.Transfers(connection).ToList(), Cancellation);

    protected Task<LedgerReport> VerifyAsync() => Database.ReadAsync(
        connection =>
        {
            connection.Execute("BEGIN TRANSACTION");
            var report = LedgerVerification.Run(connection);
            connection.Execute("COMMIT TRANSACTION");
            return report;
        },
        Cancellation);

    protected async Task AssertSoundAsync(long pending = 0)
    {
        var report = await VerifyAsync();
        Assert.Equal([], report.Faults);
        Assert.Equal(pending, report.PendingReservations);
    }

    private async Task OpenAsync()
    {
        Database = new Database(DataDirectory.Open(_options), _options, TimeProvider.System, NullLogger<JournalWriter>.Instance);
        Book = new LedgerBook(Database, _options, TimeProvider.System, NullLogger<LedgerBook>.Instance);
        Interrupted = await Book.StartAsync();
    }

    private Task CloseAsync()
    {
        Book.Dispose();
        Database.Dispose();
        return Task.CompletedTask;
    }
}
