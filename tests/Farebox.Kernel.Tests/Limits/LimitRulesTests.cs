using Farebox.Kernel.Limits;

namespace Farebox.Kernel.Tests.Limits;

public sealed class LimitRulesTests
{
    private const long Now = 1_780_000_000_000;

    [Theory]
    [InlineData(LimitKind.RequestsPerMinute, 61_000)]
    [InlineData(LimitKind.RequestsPerDay, 87_000_000)]
    public void Requests_FitUpToTheLimit_AndAgainWhenTheWindowHasPassed(LimitKind kind, long wait)
    {
        LimitStand[] stands = [LimitSamples.Stand(Only(kind, 3))];
        var start = Now - (Now % wait);
        for (var i = 0; i < 3; i++) Assert.True(LimitSamples.TryTake(stands, start));
        Assert.False(LimitRules.Fits(stands, LimitSamples.Model, LimitSamples.OneCall, start, out var refusal));
        Assert.Equal((kind, 3, 3, 1), (refusal.Cap.Kind, refusal.Cap.Max, refusal.Used, refusal.Wanted));
        Assert.False(LimitSamples.TryTake(stands, start + refusal.WaitMs!.Value - 1));
        for (var i = 0; i < 3; i++) Assert.True(LimitSamples.TryTake(stands, start + refusal.WaitMs.Value));
        Assert.False(LimitSamples.TryTake(stands, start + refusal.WaitMs.Value));
    }

    [Theory]
    [InlineData(LimitKind.TokensPerMinute, 100, true)]
    [InlineData(LimitKind.TokensPerMinute, 101, false)]
    [InlineData(LimitKind.TokensPerDay, 100, true)]
    [InlineData(LimitKind.TokensPerDay, 101, false)]
    public void Tokens_FitUpToTheLimit(LimitKind kind, long tokens, bool fits) =>
        Assert.Equal(fits, LimitSamples.TryTake([LimitSamples.Stand(Only(kind, 100))], Now, new LimitAmounts(tokens, 0)));

    [Fact]
    public void MoreThanTheWholeLimit_NeverFits()
    {
        LimitStand[] stands = [LimitSamples.Stand(new LimitNumbers { TokensPerMinute = 100, RequestsPerMinute = 1 })];
        Assert.True(LimitSamples.TryTake(stands, Now));
        Assert.False(LimitRules.Fits(stands, LimitSamples.Model, new LimitAmounts(101, 0), Now, out var refusal));
        Assert.True(refusal is { NeverFits: true, WaitMs: null, Cap.Kind: LimitKind.TokensPerMinute });
    }

    [Fact]
    public void Images_AreCountedByTheImage_AndKeepNoOtherCallOut()
    {
        LimitStand[] stands = [LimitSamples.Stand(Only(LimitKind.ImagesPerMinute, 4))];
        Assert.True(LimitSamples.TryTake(stands, Now, new LimitAmounts(0, 3)));
        Assert.False(LimitSamples.TryTake(stands, Now, new LimitAmounts(0, 2)));
        Assert.True(LimitSamples.TryTake(stands, Now, new LimitAmounts(0, 1)));
        Assert.True(LimitSamples.TryTake(stands, Now, LimitSamples.OneCall));
    }

    [Fact]
    public void Concurrency_CountsCallsUnderWay_AndNobodyCanSayWhenOneEnds()
    {
        LimitStand[] stands = [LimitSamples.Stand(Only(LimitKind.Concurrency, 2))];
        Assert.True(LimitSamples.TryTake(stands, Now));
        Assert.True(LimitSamples.TryTake(stands, Now));
        Assert.False(LimitRules.Fits(stands, LimitSamples.Model, LimitSamples.OneCall, Now + 90_000, out var refusal));
        Assert.True(refusal is { NeverFits: false, WaitMs: null, Used: 2 });
        LimitRules.Release(stands, LimitSamples.Model, LimitSamples.OneCall, LimitSamples.OneCall, Now);
        Assert.True(LimitSamples.TryTake(stands, Now + 90_000));
    }

    [Fact]
    public void RefusedCall_TakesNothingOfAnyLimit()
    {
        LimitStand[] stands = [LimitSamples.Stand(Only(LimitKind.RequestsPerMinute, 5), LimitLevel.Organization), LimitSamples.Stand(Only(LimitKind.RequestsPerMinute, 1))];
        Assert.True(LimitSamples.TryTake(stands, Now));
        for (var i = 0; i < 10; i++) Assert.False(LimitSamples.TryTake(stands, Now));
        Assert.Equal(1, stands[0].Counter.Used(LimitKind.RequestsPerMinute, Now));
    }

    [Fact]
    public void Refusal_IsThatOfTheLimitThatKeepsItOutLongest()
    {
        var key = LimitSamples.Stand(Only(LimitKind.RequestsPerMinute, 1));
        var project = LimitSamples.Stand(Only(LimitKind.RequestsPerDay, 1), LimitLevel.Project);
        LimitStand[] stands = [key, project];
        Assert.True(LimitSamples.TryTake(stands, Now));
        Assert.False(LimitRules.Fits(stands, LimitSamples.Model, LimitSamples.OneCall, Now, out var refusal));
        Assert.Equal(LimitLevel.Project, refusal.Plan.Level);
        Assert.False(LimitSamples.TryTake(stands, Now + refusal.WaitMs!.Value - 1));
        Assert.True(LimitSamples.TryTake(stands, Now + refusal.WaitMs.Value));
    }

    [Fact]
    public void PlanOfAModel_CountsThatModelAlone()
    {
        LimitStand[] stands = [LimitSamples.Stand(Only(LimitKind.RequestsPerMinute, 1), model: "one"), LimitSamples.Stand(Only(LimitKind.RequestsPerMinute, 3))];
        Assert.True(LimitSamples.TryTake(stands, Now, model: "one"));
        Assert.False(LimitSamples.TryTake(stands, Now, model: "one"));
        Assert.True(LimitSamples.TryTake(stands, Now, model: "two"));
        Assert.True(LimitSamples.TryTake(stands, Now, model: "two"));
        Assert.False(LimitSamples.TryTake(stands, Now, model: "two"));
    }

    [Theory]
    [InlineData(4, 96)]
    [InlineData(0, 100)]
    [InlineData(150, 0)]
    public void Release_CorrectsTokensInTheStepTheyWereTakenIn(long actual, long leftLater)
    {
        LimitStand[] stands = [LimitSamples.Stand(Only(LimitKind.TokensPerMinute, 100))];
        Assert.True(LimitSamples.TryTake(stands, Now, new LimitAmounts(60, 0)));
        _ = LimitRules.Read(stands, LimitSamples.Model, Now + 30_000);
        LimitRules.Release(stands, LimitSamples.Model, new LimitAmounts(60, 0), new LimitAmounts(actual, 0), Now);
        Assert.Equal(leftLater, LimitRules.Read(stands, LimitSamples.Model, Now + 30_000).Tokens.Left);
        Assert.Equal(100, LimitRules.Read(stands, LimitSamples.Model, Now + 61_000).Tokens.Left);
        Assert.Equal(0, stands[0].Counter.InFlight);
    }

    [Fact]
    public void Read_ShowsTheTightestByTheShareThatIsLeft()
    {
        LimitStand[] stands =
        [
            LimitSamples.Stand(new LimitNumbers { RequestsPerMinute = 1000, TokensPerMinute = 20 }, LimitLevel.Organization),
            LimitSamples.Stand(new LimitNumbers { RequestsPerMinute = 10, TokensPerMinute = 1000 }),
        ];
        Assert.True(LimitSamples.TryTake(stands, Now));
        var reading = LimitRules.Read(stands, LimitSamples.Model, Now);
        Assert.Equal(new LimitMark(10, 9, 61_000), reading.Requests);
        Assert.Equal(new LimitMark(20, 10, 61_000), reading.Tokens);
        Assert.False(LimitRules.Read([LimitSamples.Stand(Only(LimitKind.Concurrency, 1))], LimitSamples.Model, Now).Requests.IsSet);
    }

    [Fact]
    public void SharedLimit_OneKeyAlone_MayHaveAllOfIt()
    {
        var keys = LimitSamples.Shared(Only(LimitKind.RequestsPerMinute, 100), 2);
        for (var i = 0; i < 100; i++) Assert.True(LimitSamples.TryTake([keys[0]], Now));
        Assert.False(LimitSamples.TryTake([keys[0]], Now));
    }

    [Fact]
    public void SharedLimit_TwoKeys_KeepTheLastQuarterForTheOneBelowItsShare()
    {
        var keys = LimitSamples.Shared(Only(LimitKind.RequestsPerMinute, 100), 2);
        Assert.True(LimitSamples.TryTake([keys[1]], Now));
        for (var i = 0; i < 74; i++) Assert.True(LimitSamples.TryTake([keys[0]], Now));
        Assert.False(LimitRules.Fits([keys[0]], LimitSamples.Model, LimitSamples.OneCall, Now, out var refusal));
        Assert.Equal((74, 75, 60_000 + 5000), (refusal.UsedByKey, refusal.Used, refusal.WaitMs + (Now % 5000) + 4000));
        for (var i = 0; i < 25; i++) Assert.True(LimitSamples.TryTake([keys[1]], Now));
        Assert.False(LimitSamples.TryTake([keys[1]], Now));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void SharedLimit_EqualCallers_UseAllOfIt(int count)
    {
        var keys = LimitSamples.Shared(Only(LimitKind.RequestsPerMinute, 100), count);
        var taken = new int[count];
        for (var i = 0; i < 1000; i++)
        {
            if (LimitSamples.TryTake([keys[i % count]], Now)) taken[i % count]++;
        }

        Assert.Equal(100, taken.Sum());
        Assert.True(taken.Max() - taken.Min() <= 2, string.Join(' ', taken));
    }

    [Fact]
    public void SharedLimit_ALargeCallOfAKeyBelowItsShare_Passes()
    {
        var keys = LimitSamples.Shared(Only(LimitKind.TokensPerMinute, 1000), 2);
        Assert.True(LimitSamples.TryTake([keys[0]], Now, new LimitAmounts(50, 0)));
        Assert.True(LimitSamples.TryTake([keys[1]], Now, new LimitAmounts(900, 0)));
    }

    private static LimitNumbers Only(LimitKind kind, long max) => new()
    {
        RequestsPerMinute = kind == LimitKind.RequestsPerMinute ? max : null,
        RequestsPerDay = kind == LimitKind.RequestsPerDay ? max : null,
        TokensPerMinute = kind == LimitKind.TokensPerMinute ? max : null,
        TokensPerDay = kind == LimitKind.TokensPerDay ? max : null,
        ImagesPerMinute = kind == LimitKind.ImagesPerMinute ? max : null,
        Concurrency = kind == LimitKind.Concurrency ? max : null,
    };
}
