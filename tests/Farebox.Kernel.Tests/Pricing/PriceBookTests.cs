using System.Collections.Frozen;
using Farebox.Kernel.Money;
using Farebox.Kernel.Pricing;

namespace Farebox.Kernel.Tests.Pricing;

public sealed class PriceBookTests
{
    private const string Org = "org_1";

    private static PriceVersion At(string version, long fromMs, long usd, string model = "m") =>
        new(model, fromMs, new Price { Version = version, Input = NanoUsd.FromUsd(usd), Output = NanoUsd.FromUsd(usd) });

    private static PriceVersion End(long fromMs) => new("m", fromMs, null);

    private static PriceBook Book(
        PriceVersion[]? listed = null, PriceVersion[]? ordered = null, MultiplierVersion[]? ofModels = null, MultiplierVersion[]? ofOrganizations = null,
        params string[] free) => new(listed ?? [], ordered ?? [], ofModels ?? [], ofOrganizations ?? [], free.ToFrozenSet());

    private static string? VersionAt(PriceBook book, long nowMs) => book.Find("m", Org, nowMs)?.Version;

    [Fact]
    public void Find_NothingSaid_IsUnpriced()
    {
        Assert.Null(PriceBook.Empty.Find("m", Org, 5));
        Assert.Null(PriceBook.Empty.At("m", 5));
        Assert.Null(Book(listed: [At("a", 0, 1, "other")]).Find("m", Org, 5));
        Assert.Null(Book(ofModels: [new("x", "m", 2_000_000, 0)]).Find("m", Org, 5));
    }

    [Fact]
    public void Find_LaterVersion_BeginsByItselfAndLeavesTheEarlierAsItWas()
    {
        var book = Book(ordered: [At("a", 100, 1), At("b", 200, 2)]);
        Assert.Null(VersionAt(book, 99));
        Assert.Equal("a", VersionAt(book, 100));
        Assert.Equal("a", VersionAt(book, 199));
        Assert.Equal("b", VersionAt(book, 200));
        Assert.Equal(NanoUsd.FromUsd(1), book.Find("m", Org, 199)!.Value.Price.Input);
    }

    [Fact]
    public void Find_TwoFromTheSameMoment_TheOneSaidLaterCounts() =>
        Assert.Equal("b", VersionAt(Book(ordered: [At("z", 50, 9), At("a", 100, 1), At("b", 100, 2)]), 100));

    [Fact]
    public void Find_Precedence_IsOperatorThenFreeThenList()
    {
        Assert.Equal(("list", PriceOrigin.List), Of(Book(listed: [At("list", 0, 1)])));
        Assert.Equal(("free", PriceOrigin.Free), Of(Book(listed: [At("list", 0, 1)], free: "m")));
        Assert.Equal(("own", PriceOrigin.Operator), Of(Book(listed: [At("list", 0, 1)], ordered: [At("own", 0, 2)], free: "m")));
        Assert.True(Book(free: "m").Find("m", Org, 0)!.Value.Price.IsFree);

        static (string, PriceOrigin) Of(PriceBook book) => book.Find("m", Org, 10) is { } found ? (found.Version, found.Origin) : default;
    }

    [Fact]
    public void Find_OperatorsPriceEnded_ReturnsToWhatItWouldBeWithoutIt()
    {
        var book = Book(listed: [At("list", 0, 1), At("dearer", 500, 3)], ordered: [At("own", 100, 2), End(200), At("again", 700, 4)]);
        Assert.Equal(["list", "own", "list", "dearer", "again"], new long[] { 99, 199, 200, 600, 700 }.Select(nowMs => VersionAt(book, nowMs)));
        Assert.Null(VersionAt(Book(ordered: [At("own", 100, 2), End(200)]), 200));
    }

    [Fact]
    public void Find_Multipliers_BothApplyAndAreNamed()
    {
        var book = Book(
            ordered: [At("p", 0, 1)],
            ofModels: [new("mm", "m", 1_200_000, 100), new("other", "n", 9_000_000, 0)],
            ofOrganizations: [new("om", Org, 500_000, 200), new("om2", Org, 0, 300), new("theirs", "org_2", 7_000_000, 0)]);

        Assert.Equal((Multipliers.None, "p"), Of(50));
        Assert.Equal((new Multipliers(1_200_000, 1_000_000), "p*mm"), Of(100));
        Assert.Equal((new Multipliers(1_200_000, 500_000), "p*mm*om"), Of(299));
        Assert.Equal((new Multipliers(1_200_000, 0), "p*mm*om2"), Of(300));

        (Multipliers, string) Of(long nowMs) => book.Find("m", Org, nowMs) is { } found ? (found.Multipliers, found.Version) : default;
    }

    [Fact]
    public void Find_Multipliers_AreWhatFaresAreComputedWith()
    {
        var found = Book(ordered: [At("p", 0, 10)], ofModels: [new("mm", "m", 1_500_000, 0)], ofOrganizations: [new("om", Org, 200_000, 0)])
            .Find("m", Org, 0)!.Value;
        Assert.Equal(NanoUsd.FromUsd(3), Fare.Of(found.Price, found.Multipliers, new CallCounts { Input = 1_000_000 }));
    }

    [Fact]
    public void Find_OnTheHotPath_AllocatesNothing()
    {
        var book = Book(listed: [At("list", 0, 1)], ordered: [At("own", 100, 2)], ofModels: [new("mm", "m", 1_200_000, 0)], ofOrganizations: [new("om", Org, 1, 0)]);
        Sum(book, 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Sum(book, 1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static long Sum(PriceBook book, int times)
        {
            var sum = 0L;
            for (var i = 0; i < times; i++) sum += book.Find("m", Org, 99 + (i & 1))!.Value.Price.Input.Value + (book.Find("none", Org, 0) is null ? 1 : 0);
            return sum;
        }
    }
}
