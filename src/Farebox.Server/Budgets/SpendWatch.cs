using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Farebox.Kernel.Ledger;
using Farebox.Kernel.Money;
using Farebox.Server.Ledger;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;

namespace Farebox.Server.Budgets;

/// <summary>
/// Tells once when a budget comes near its limit and when a balance is low. On the path of a request it compares a counter with a mark;
/// events are written behind it.
/// </summary>
/// <remarks>
/// Marks compare what is spent in all, not this charge's part of it: of two charges that pass a threshold together, each may see the
/// other's part counted before its own.
/// </remarks>
internal sealed class SpendWatch : BackgroundService
{
    private const int MaxWaiting = 1024;
    private const int MaxRemembered = 10_000;
    private const long NeverTold = -1;

    private readonly SettledCharges _charges;
    private readonly LedgerBook _ledger;
    private readonly BudgetAccounts _accounts;
    private readonly SpendEventStore _store;
    private readonly IdSource _ids;
    private readonly TimeProvider _clock;
    private readonly ILogger<SpendWatch> _logger;
    private readonly NanoUsd _lowBalance;

    // By the account, which is of one budget's limit and one period: the smallest threshold that was not told.
    private readonly ConditionalWeakTable<AccountHandle, SpendMark> _spent = [];

    // By the organization: all that was ever credited to it when its balance was last told to be low.
    private readonly ConcurrentDictionary<string, (AccountHandle Account, SpendMark Mark)> _balances = new();
    private readonly Channel<Func<Task>> _writes =
        Channel.CreateBounded<Func<Task>>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    // What is in the store for sure. Used by the writing loop alone.
    private readonly HashSet<string> _written = [];

    public SpendWatch(
        SettledCharges charges, LedgerBook ledger, BudgetAccounts accounts, SpendEventStore store, IdSource ids, FareboxOptions options,
        TimeProvider clock, ILogger<SpendWatch> logger)
    {
        _charges = charges;
        _ledger = ledger;
        _accounts = accounts;
        _store = store;
        _ids = ids;
        _clock = clock;
        _logger = logger;
        _lowBalance = NanoUsd.FromUsd(options.LowBalanceUsd);
        charges.Settled += Look;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _charges.Settled -= Look;
        base.Dispose();
    }

    /// <inheritdoc/>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _writes.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    /// <summary>Writes until everything is told that was told before the stop.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var write in _writes.Reader.ReadAllAsync(CancellationToken.None)) await write();
    }

    /// <summary>Completes once everything is written that was told before.</summary>
    internal async Task WrittenAsync()
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _writes.Writer.WriteAsync(() =>
        {
            reached.SetResult();
            return Task.CompletedTask;
        });
        await reached.Task;
    }

    private void Look(SettledCharge charge)
    {
        for (var i = 0; i < charge.Budgets.Count; i++)
        {
            var budget = charge.Budgets[i];
            var account = _accounts.Of(budget, charge.ReservedAtMs);
            if (_ledger.TryRead(account, out var counters)) Compare(budget, account, counters.DebitsPosted);
        }

        if (charge.Amount > NanoUsd.Zero && _lowBalance > NanoUsd.Zero) CompareBalance(charge.OrganizationId);
    }

    private void Compare(Budget budget, AccountHandle account, long spent)
    {
        if (!_spent.TryGetValue(account, out var mark)) mark = FirstMark(budget.Limit, account);
        var told = mark.Value;
        if (spent < told || !mark.TryMove(told, BudgetThresholds.Next(budget.Limit, spent))) return;

        var period = account.Id[AccountIds.BudgetPrefix(budget.Id).Length..];
        foreach (var percent in BudgetThresholds.Percents)
        {
            var threshold = BudgetThresholds.AmountAt(budget.Limit, percent);
            if (threshold < told || threshold > spent) continue;
            Tell(SpendEventRow.OfThreshold(budget, period, percent, spent, _ids.Next("event_"), NowMs()), mark, told);
        }
    }

    // Apart, because what it captures would be made on each call.
    private SpendMark FirstMark(long limit, AccountHandle account) =>
        _spent.GetValue(account, _ => new SpendMark(BudgetThresholds.Next(limit, spent: 0)));

    private void CompareBalance(string organizationId)
    {
        if (!_balances.TryGetValue(organizationId, out var balance))
        {
            balance = _balances.GetOrAdd(
                organizationId, static id => (AccountHandle.Credit(id), new SpendMark(NeverTold)));
        }

        if (!_ledger.TryRead(balance.Account, out var counters) || counters.Posted >= _lowBalance.Value) return;
        var told = balance.Mark.Value;
        if (told == counters.CreditsPosted || !balance.Mark.TryMove(told, counters.CreditsPosted)) return;
        Tell(SpendEventRow.OfLowBalance(organizationId, counters, _lowBalance, _ids.Next("event_"), NowMs()), balance.Mark, told);
    }

    private void Tell(SpendEventRow row, SpendMark mark, long before)
    {
        if (!_writes.Writer.TryWrite(() => WriteAsync(row, mark, before))) mark.Reset(before);
    }

    private async Task WriteAsync(SpendEventRow row, SpendMark mark, long before)
    {
        if (_written.Contains(row.Once)) return;
        try
        {
            if (await _store.AddAsync(row)) Log(row);
        }
        catch (Exception e) when (e is StoreUnavailableException or SqliteException)
        {
            mark.Reset(before);
            BudgetsLog.EventLost(_logger, e);
            return;
        }

        if (_written.Count == MaxRemembered) _written.Clear();
        _written.Add(row.Once);
    }

    private void Log(SpendEventRow row)
    {
        if (row.BudgetId is null) BudgetsLog.BalanceLow(_logger, row.OrganizationId);
        else
        {
            var subject = row.TokenId ?? row.KeyId ?? row.ProjectId ?? row.OrganizationId;
            BudgetsLog.ThresholdReached(_logger, row.BudgetId, subject, row.OrganizationId, (int)row.Percent!.Value, row.Period!);
        }
    }

    private long NowMs() => _clock.GetUtcNow().ToUnixTimeMilliseconds();
}
