using Farebox.Kernel.Ledger;
using Farebox.Kernel.Money;

namespace Farebox.Kernel.Tests.Ledger;

public sealed class LedgerRulesTests
{
    private readonly LedgerAccount _granted = new("credit:granted", LedgerUnit.NanoUsd);
    private readonly LedgerAccount _fares = new("fares", LedgerUnit.NanoUsd);
    private readonly LedgerAccount _spent = new("budgets:usd", LedgerUnit.NanoUsd);
    private readonly LedgerAccount _asked = new("budgets:requests", LedgerUnit.Requests);
    private readonly LedgerAccount _credit = new("org:1:credit", LedgerUnit.NanoUsd);
    private readonly LedgerAccount _budget = new("budget:1:life", LedgerUnit.NanoUsd);
    private readonly LedgerAccount _requests = new("budget:2:life", LedgerUnit.Requests);

    public LedgerRulesTests() => Assert.True(LedgerRules.TryTransfer(new Leg(_granted, _credit, 100, Leg.Unlimited)));

    [Fact]
    public void Reserve_WithinTheCredit_HoldsIt()
    {
        Reserve(Credit(60));
        Assert.Equal(new LedgerCounters(60, 0, 0, 100), _credit.Counters);
        Assert.Equal(new LedgerCounters(0, 0, 60, 0), _fares.Counters);
        Assert.Equal(40, _credit.Counters.Available);
        Assert.Equal(100, _credit.Counters.Posted);
    }

    [Fact]
    public void Reserve_AllOfTheCredit_IsAllowed_AndOneMoreIsNot()
    {
        Reserve(Credit(60));
        Reserve(Credit(40));
        Assert.Equal(0, LedgerRules.TryReserve([Credit(1)]));
        Assert.Equal(0, _credit.Counters.Available);
    }

    [Fact]
    public void Reserve_Budget_IsBoundByItsCeiling()
    {
        Reserve(Budget(30, ceiling: 50));
        Assert.Equal(0, LedgerRules.TryReserve([Budget(21, ceiling: 50)]));
        Reserve(Budget(20, ceiling: 50));
        Assert.Equal(0, LedgerRules.TryReserve([Budget(1, ceiling: 10)])); // Lowered below what is reserved.
        Reserve(Budget(1, ceiling: 51)); // Raised again.
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Reserve_OneLegRefuses_NothingIsHeld(int refusing)
    {
        Leg[] legs = [Credit(refusing == 0 ? 101 : 10), Budget(10, refusing == 1 ? 9 : 10), Requests(refusing == 2 ? 0 : 1)];
        Assert.Equal(refusing, LedgerRules.TryReserve(legs));
        foreach (var account in new[] { _credit, _fares, _budget, _spent, _requests, _asked })
        {
            Assert.Equal(0, account.Counters.DebitsPending);
            Assert.Equal(0, account.Counters.CreditsPending);
        }
    }

    [Fact]
    public void Reserve_TwoLegsOnOneAccount_CountTogether()
    {
        Assert.Equal(1, LedgerRules.TryReserve([Credit(60), Credit(60)]));
        Assert.Equal(-1, LedgerRules.TryReserve([Credit(60), Credit(40)]));
    }

    [Fact]
    public void Reserve_NothingOrLess_IsABug()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LedgerRules.TryReserve([Credit(0)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => LedgerRules.TryReserve([Credit(-1)]));
    }

    [Fact]
    public void Reserve_AcrossUnits_IsABug() => Assert.Throws<ArgumentException>(() => LedgerRules.TryReserve([new Leg(_credit, _asked, 1, null)]));

    [Fact]
    public void Reserve_AtTheEndOfACounter_ThrowsAndHoldsNothing()
    {
        var full = new LedgerAccount("fares", LedgerUnit.NanoUsd, new LedgerCounters(0, 0, 5, long.MaxValue - 10));
        Assert.Throws<OverflowException>(() => LedgerRules.TryReserve([Budget(1, 1), new Leg(_credit, full, 6, null)]));
        Assert.Equal(0, _credit.Counters.DebitsPending);
        Assert.Equal(0, _budget.Counters.DebitsPending);
        Assert.Equal(5, full.Counters.CreditsPending);
        Assert.Equal(-1, LedgerRules.TryReserve([new Leg(_credit, full, 5, null)]));
    }

    [Fact]
    public void Post_Charge_TakesItAndGivesTheRestBack()
    {
        var reservation = Reserve(Credit(60), Budget(60, 60), Requests(1));
        LedgerRules.Post(reservation, new NanoUsd(25));
        Assert.Equal(new LedgerCounters(0, 25, 0, 100), _credit.Counters);
        Assert.Equal(new LedgerCounters(0, 0, 0, 25), _fares.Counters);
        Assert.Equal(new LedgerCounters(0, 25, 0, 0), _budget.Counters);
        Assert.Equal(new LedgerCounters(0, 1, 0, 0), _requests.Counters);
        Assert.Equal(ReservationState.Posted, reservation.State);
        Assert.Equal([25, 25, 1], reservation.Legs.ToArray().Select(leg => reservation.PostedOf(leg)));
    }

    [Fact]
    public void Post_MoreThanReserved_IsABug_AndChangesNothing()
    {
        var reservation = Reserve(Credit(60), Budget(50, 60));
        Assert.Throws<ArgumentOutOfRangeException>(() => LedgerRules.Post(reservation, new NanoUsd(51)));
        Assert.Throws<ArgumentOutOfRangeException>(() => LedgerRules.Post(reservation, new NanoUsd(-1)));
        Assert.Equal(ReservationState.Pending, reservation.State);
        LedgerRules.Post(reservation, new NanoUsd(50));
        Assert.Equal(50, _credit.Counters.Available);
    }

    [Fact]
    public void Post_Nothing_StillCountsTheRequest()
    {
        var reservation = Reserve(Credit(60), Requests(1));
        LedgerRules.Post(reservation, NanoUsd.Zero);
        Assert.Equal(100, _credit.Counters.Available);
        Assert.Equal(1, _requests.Counters.DebitsPosted);
    }

    [Fact]
    public void Void_GivesEverythingBack()
    {
        var reservation = Reserve(Credit(60), Requests(1));
        LedgerRules.Void(reservation);
        Assert.Equal(new LedgerCounters(0, 0, 0, 100), _credit.Counters);
        Assert.Equal(default, _requests.Counters);
        Assert.Equal(ReservationState.Voided, reservation.State);
        Assert.Equal(0, reservation.PostedOf(reservation.Legs[0]));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Resolve_SecondTime_IsABug_AndChangesNothing(bool postFirst, bool postThen)
    {
        var reservation = Reserve(Credit(60));
        Resolve(reservation, postFirst);
        var after = _credit.Counters;
        Assert.Throws<InvalidOperationException>(() => Resolve(reservation, postThen));
        Assert.Equal(after, _credit.Counters);
    }

    [Fact]
    public void Transfer_FromCredit_CannotOverdraw()
    {
        Assert.False(LedgerRules.TryTransfer(new Leg(_credit, _granted, 101, null)));
        Assert.True(LedgerRules.TryTransfer(new Leg(_credit, _granted, 100, null)));
        Assert.Equal(new LedgerCounters(0, 100, 0, 100), _credit.Counters);
        Assert.Equal(new LedgerCounters(0, 100, 0, 100), _granted.Counters);
    }

    [Fact]
    public void Transfer_AboveTheCounters_ThrowsAndMovesNothing()
    {
        Assert.Throws<OverflowException>(() => LedgerRules.TryTransfer(new Leg(_spent, _credit, long.MaxValue - 50, Leg.Unlimited)));
        Assert.Equal(100, _credit.Counters.CreditsPosted);
        Assert.Equal(default, _spent.Counters);
    }

    [Fact]
    public void Reservation_OfManyLegs_KeepsThemInOrder()
    {
        var legs = Enumerable.Range(1, 9).Select(amount => Credit(amount)).ToArray();
        Assert.Equal(legs, Reserve(legs).Legs.ToArray());
        Assert.Equal(legs[..4], Reserve(legs[..4]).Legs.ToArray());
        Assert.Equal([], new Reservation([]).Legs.ToArray());
    }

    private static void Resolve(Reservation reservation, bool post)
    {
        if (post) LedgerRules.Post(reservation, new NanoUsd(1));
        else LedgerRules.Void(reservation);
    }

    private static Reservation Reserve(params Leg[] legs)
    {
        Assert.Equal(-1, LedgerRules.TryReserve(legs));
        return new Reservation(legs);
    }

    private Leg Credit(long amount) => new(_credit, _fares, amount, null);

    private Leg Budget(long amount, long ceiling) => new(_budget, _spent, amount, ceiling);

    private Leg Requests(long ceiling) => new(_requests, _asked, 1, ceiling);
}
