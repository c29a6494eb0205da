using Farebox.Server.Billing;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Billing;

public sealed class WrongCodesTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void Wait_BeginsWithTheMostAndEndsWithTheWindow()
    {
        var wrong = new WrongCodes(_clock);
        for (var i = 0; i < WrongCodes.Most; i++)
        {
            Assert.Null(wrong.WaitMs("org_1"));
            wrong.Note("org_1");
            if (i == 0) _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(9 * 60_000, wrong.WaitMs("org_1"));
        Assert.Null(wrong.WaitMs("org_2"));
        _clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Null(wrong.WaitMs("org_1"));
        wrong.Note("org_1");
        Assert.Null(wrong.WaitMs("org_1"));
    }

    [Fact]
    public void Memory_IsBounded()
    {
        var wrong = new WrongCodes(_clock);
        for (var i = 0; i < WrongCodes.Most; i++) wrong.Note("org_first");
        for (var i = 0; i < 10_000; i++) wrong.Note($"org_{i}");
        Assert.Null(wrong.WaitMs("org_first"));
    }
}
