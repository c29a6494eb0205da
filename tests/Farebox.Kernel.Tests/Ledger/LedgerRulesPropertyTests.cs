using Farebox.Kernel.Ledger;
using Farebox.Kernel.Money;
using Farebox.Testing;

namespace Farebox.Kernel.Tests.Ledger;

/// <summary>
/// A million random operations from a printed seed. After each, what it touched is compared with a model that keeps a list of
/// transfers instead of counters; now and then everything is.
/// </summary>
public sealed class LedgerRulesPropertyTests
{
    private const int Operations = 1_000_000;
    private const int Open = 64;

    [Fact]
    public void Rules_RandomOperations_KeepEveryPromise()
    {
        var seed = PropertySeed.Take();
        var world = new World(new Random(seed));
        for (var i = 0; i < Operations; i++)
        {
            try
            {
                world.Step();
                world.CheckBalance();
                if (i % 1000 == 0) world.CheckModel();
            }
            catch (Exception e) when (e is Xunit.Sdk.XunitException or InvalidOperationException or ArgumentException or OverflowException)
            {
                throw new InvalidOperationException($"Seed {seed}, operation {i}", e);
            }
        }

        Assert.True(world.Reserved > Operations / 10 && world.Refused > Operations / 100, $"seed {seed}: too few of one kind");
    }

    private sealed class World
    {
        private readonly Random _random;
        private readonly LedgerAccount _granted = new("credit:granted", LedgerUnit.NanoUsd);
        private readonly LedgerAccount _fares = new("fares", LedgerUnit.NanoUsd);
        private readonly LedgerAccount _spent = new("budgets:usd", LedgerUnit.NanoUsd);
        private readonly LedgerAccount _asked = new("budgets:requests", LedgerUnit.Requests);
        private readonly LedgerAccount[] _credits = Accounts(8, LedgerUnit.NanoUsd);
        private readonly LedgerAccount[] _budgets = Accounts(8, LedgerUnit.NanoUsd);
        private readonly LedgerAccount[] _requests = Accounts(8, LedgerUnit.Requests);
        private readonly List<Reservation> _open = [];
        private readonly Dictionary<LedgerAccount, LedgerCounters> _model = [];

        public World(Random random)
        {
            _random = random;
            foreach (LedgerAccount account in (LedgerAccount[])[_granted, _fares, _spent, _asked, .. _credits, .. _budgets, .. _requests])
                _model[account] = default;
        }

        public int Reserved { get; private set; }

        public int Refused { get; private set; }

        public void Step()
        {
            switch (_random.Next(10))
            {
                case 0: Grant(); break;
                case < 5 when _open.Count < Open: Reserve(); break;
                default: Resolve(); break;
            }
        }

        public void CheckBalance()
        {
            foreach (var account in _credits) Assert.True(account.Counters.Available >= 0, account.Id);
        }

        public void CheckModel()
        {
            Int128 pending = 0, posted = 0;
            foreach (var (account, counters) in _model)
            {
                Assert.Equal(counters, account.Counters);
                Assert.True(Math.Min(Math.Min(counters.DebitsPending, counters.CreditsPending), Math.Min(counters.DebitsPosted, counters.CreditsPosted)) >= 0);
                pending += (Int128)counters.DebitsPending - counters.CreditsPending;
                posted += (Int128)counters.DebitsPosted - counters.CreditsPosted;
            }

            Assert.Equal(0, pending);
            Assert.Equal(0, posted);
        }

        private void Grant()
        {
            // Far less than is asked for, so that balances are always near zero.
            var (account, amount) = (Pick(_credits), _random.Next(1, 100));
            Assert.True(LedgerRules.TryTransfer(new Leg(_granted, account, amount, Leg.Unlimited)));
            _model[account] = _model[account] with { CreditsPosted = _model[account].CreditsPosted + amount };
            _model[_granted] = _model[_granted] with { DebitsPosted = _model[_granted].DebitsPosted + amount };
        }

        private void Reserve()
        {
            var amount = _random.Next(1, 200);
            var legs = new List<Leg> { new(Pick(_credits), _fares, amount, null) };
            while (_random.Next(3) > 0 && legs.Count < 7)
            {
                // Ceilings move: mostly around what is spent and reserved, sometimes so far above that they never bind.
                var money = _random.Next(2) == 0;
                var account = Pick(money ? _budgets : _requests);
                var debits = _model[account].DebitsPending + _model[account].DebitsPosted;
                var ceiling = _random.Next(4) == 0 ? long.MaxValue : Math.Max(0, debits + (money ? _random.Next(-50, 1000) : _random.Next(-1, 10)));
                legs.Add(new Leg(account, money ? _spent : _asked, money ? amount : 1, ceiling));
            }

            var refused = LedgerRules.TryReserve(legs.ToArray());
            Assert.Equal(Expected(legs), refused);
            if (refused >= 0)
            {
                Refused++;
                return;
            }

            Reserved++;
            _open.Add(new Reservation(legs.ToArray()));
            foreach (var leg in legs) Move(leg, leg.Amount, 0);
        }

        private int Expected(List<Leg> legs)
        {
            for (var i = 0; i < legs.Count; i++)
            {
                var debits = (Int128)_model[legs[i].Debit].DebitsPending + _model[legs[i].Debit].DebitsPosted;
                for (var before = 0; before <= i; before++) debits += legs[before].Debit == legs[i].Debit ? legs[before].Amount : 0;
                if (debits > (legs[i].Ceiling ?? _model[legs[i].Debit].CreditsPosted)) return i;
            }

            return -1;
        }

        private void Resolve()
        {
            if (_open.Count == 0) return;
            var at = _random.Next(_open.Count);
            var reservation = _open[at];
            (_open[at], _open[^1]) = (_open[^1], _open[at]);
            _open.RemoveAt(_open.Count - 1);
            var charge = _random.Next(3) == 0 ? (long?)null : _random.NextInt64(reservation.Legs[0].Amount + 1);
            Apply(reservation, charge);
            foreach (ref readonly var leg in reservation.Legs)
                Move(leg, -leg.Amount, charge is null ? 0 : leg.Debit.Unit == LedgerUnit.NanoUsd ? charge.Value : leg.Amount);

            if (_random.Next(10) == 0) Assert.Throws<InvalidOperationException>(() => Apply(reservation, charge));
        }

        private static void Apply(Reservation reservation, long? charge)
        {
            if (charge is { } amount) LedgerRules.Post(reservation, new NanoUsd(amount));
            else LedgerRules.Void(reservation);
        }

        private void Move(in Leg leg, long pending, long posted)
        {
            var (debit, credit) = (_model[leg.Debit], _model[leg.Credit]);
            _model[leg.Debit] = debit with { DebitsPending = debit.DebitsPending + pending, DebitsPosted = debit.DebitsPosted + posted };
            _model[leg.Credit] = credit with { CreditsPending = credit.CreditsPending + pending, CreditsPosted = credit.CreditsPosted + posted };
        }

        private LedgerAccount Pick(LedgerAccount[] accounts) => accounts[_random.Next(accounts.Length)];

        private static LedgerAccount[] Accounts(int count, LedgerUnit unit) => [.. Enumerable.Range(0, count).Select(i => new LedgerAccount($"{unit}{i}", unit))];
    }
}
