using Farebox.Kernel.Limits;
using Farebox.Testing;

namespace Farebox.Kernel.Tests.Limits;

public sealed class SlidingWindowTests
{
    private const long Start = 1_780_000_000_000;

    [Fact]
    public void Used_CountsUntilTheWholeStepIsOlderThanTheWindow()
    {
        var window = LimitKinds.NewWindow(LimitKind.RequestsPerMinute);
        Assert.Equal(0, window.Used(Start + 300));
        window.Add(5, Start + 300);
        Assert.Equal(5, window.Used(Start + 300));
        Assert.Equal(5, window.Used(Start + 60_999));
        Assert.Equal(0, window.Used(Start + 61_000));
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(-3, 0)]
    [InlineData(-2, 0)]
    [InlineData(-1, 1)]
    public void Add_OfADifference_GoesIntoItsStepAndNeverBelowZero(long difference, long left)
    {
        var window = new SlidingWindow(60_000, 1000);
        _ = window.Used(Start);
        window.Add(2, Start);
        _ = window.Used(Start + 30_000);
        window.Add(difference, Start);
        Assert.Equal(Math.Max(0, difference > 0 ? 2 + difference : left), window.Used(Start + 30_000));
        Assert.Equal(0, window.Used(Start + 61_000));
    }

    [Fact]
    public void Add_AtAMomentThatCountsNoLonger_ChangesNothing()
    {
        var window = new SlidingWindow(60_000, 1000);
        _ = window.Used(Start + 61_000);
        window.Add(7, Start);
        Assert.Equal(0, window.Used(Start + 61_000));
        window.Add(7, Start + 1000);
        Assert.Equal(7, window.Used(Start + 61_000));
    }

    [Fact]
    public void WaitMs_IsTheMomentAtWhichThereIsRoom()
    {
        var window = new SlidingWindow(60_000, 1000);
        _ = window.Used(Start);
        window.Add(6, Start);
        _ = window.Used(Start + 10_000);
        window.Add(4, Start + 10_000);
        Assert.Equal(0, window.WaitMs(0, 10, Start + 20_000));
        Assert.Equal(41_000, window.WaitMs(1, 10, Start + 20_000));
        Assert.Equal(41_000, window.WaitMs(6, 10, Start + 20_000));
        Assert.Equal(51_000, window.WaitMs(7, 10, Start + 20_000));
        Assert.Equal(51_000, window.WaitMs(10, 10, Start + 20_000));
        Assert.Null(window.WaitMs(11, 10, Start + 20_000));
    }

    [Fact]
    public void ResetMs_IsWhenNothingCountsAnyMore()
    {
        var window = new SlidingWindow(60_000, 1000);
        Assert.Equal(0, window.ResetMs(Start));
        window.Add(1, Start);
        _ = window.Used(Start + 2500);
        Assert.Equal(58_500, window.ResetMs(Start + 2500));
    }

    [Fact]
    public void Window_UnderRandomLoad_NeverHoldsMoreThanTheLimitInAnyMinute_AndSaysTheTruthAboutWaits()
    {
        var random = new Random(PropertySeed.Take());
        foreach (var (span, step) in new[] { (60_000L, 1000L), (86_400_000L, 600_000L), (60_000L, 5000L) })
        {
            var window = new SlidingWindow(span, step);
            var taken = new List<(long At, long Amount)>();
            var now = Start + random.Next(1_000_000);
            const long max = 50;
            for (var i = 0; i < 20_000; i++)
            {
                now += random.Next(4) == 0 ? random.NextInt64(span / 2) : random.NextInt64(step);
                var wanted = random.NextInt64(1, 20);
                var wait = window.WaitMs(wanted, max, now);
                Assert.Equal(window.Used(now) + wanted <= max, wait == 0);
                if (wait > 0)
                {
                    Assert.True(Counting(taken, now + wait.Value - 1, span, step) + wanted > max);
                    now += wait.Value;
                    Assert.True(window.Used(now) + wanted <= max);
                }

                window.Add(wanted, now);
                taken.Add((now, wanted));
                taken.RemoveAll(one => one.At <= now - (2 * span));
                var exact = taken.Where(one => one.At > now - span).Sum(one => one.Amount);
                Assert.InRange(exact, 0, max);
                Assert.Equal(Counting(taken, now, span, step), window.Used(now));
            }
        }
    }

    // What of the amounts counts at a moment, by the definition: their whole step is older than the window, or it counts.
    private static long Counting(List<(long At, long Amount)> taken, long then, long span, long step) =>
        taken.Where(one => ((one.At / step) + 1) * step > (then / step * step) - span).Sum(one => one.Amount);
}
