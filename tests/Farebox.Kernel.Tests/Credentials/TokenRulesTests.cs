using Farebox.Kernel.Credentials;
using Farebox.Kernel.Ledger;
using Farebox.Kernel.Money;

namespace Farebox.Kernel.Tests.Credentials;

public sealed class TokenRulesTests
{
    private const long Now = 1_000_000;

    private static readonly Grant Key = new()
    {
        Kind = CredentialKind.ApiKey,
        KeyId = "key_1",
        SecretId = "sec_1",
        OrganizationId = "org_1",
        ProjectId = "proj_1",
        Name = "test",
        Scopes = Scopes.AnyApiKey,
        Models = ModelSet.TryCreate(["gpt-4*", "eliza"])!,
        Addresses = AddressSet.TryCreate(["10.0.0.0/8"])!,
    };

    private static readonly TokenWish Nothing = new(null, null, null, null);

    [Fact]
    public void Narrow_NothingAsked_IsAsWideAsTheParentForAnHour()
    {
        var (shape, refusal) = TokenRules.Narrow(Key, Nothing, Now);
        Assert.Equal(TokenRefusal.None, refusal);
        Assert.Equal(new TokenShape(Now + 3600, Key.Scopes, Key.Models, Key.Addresses, 1), shape);
    }

    [Fact]
    public void Narrow_LessAsked_GivesJustThat()
    {
        var models = ModelSet.TryCreate(["gpt-4o"])!;
        var addresses = AddressSet.TryCreate(["10.1.1.1"])!;
        var (shape, _) = TokenRules.Narrow(Key, new TokenWish(60, Scopes.RequestChat, models, addresses), Now);
        Assert.Equal(new TokenShape(Now + 60, Scopes.RequestChat, models, addresses, 1), shape);
    }

    [Theory]
    [InlineData(Scopes.KeysWrite, TokenRefusal.ScopeWider)]
    [InlineData(Scopes.None, TokenRefusal.ScopeEmpty)]
    public void Narrow_Scope_IsRefused(Scopes asked, TokenRefusal refusal) =>
        Assert.Equal(refusal, TokenRules.Narrow(Key, Nothing with { Scopes = asked }, Now).Refusal);

    [Fact]
    public void Narrow_ModelsOrAddressesWider_IsRefused()
    {
        Assert.Equal(TokenRefusal.ModelsWider, TokenRules.Narrow(Key, Nothing with { Models = ModelSet.All }, Now).Refusal);
        Assert.Equal(TokenRefusal.ModelsEmpty, TokenRules.Narrow(Key, Nothing with { Models = ModelSet.TryCreate([]) }, Now).Refusal);
        Assert.Equal(TokenRefusal.AddressesWider, TokenRules.Narrow(Key, Nothing with { Addresses = AddressSet.Anywhere }, Now).Refusal);
    }

    [Fact]
    public void Narrow_ParentEndsSooner_CutsTheDefaultAndRefusesALongerLife()
    {
        var ending = Key with { ExpiresAt = Now + 100 };
        Assert.Equal(Now + 100, TokenRules.Narrow(ending, Nothing, Now).Shape!.ExpiresAt);
        Assert.Equal(Now + 100, TokenRules.Narrow(ending, Nothing with { ExpiresInSeconds = 100 }, Now).Shape!.ExpiresAt);
        Assert.Equal(TokenRefusal.OutlivesParent, TokenRules.Narrow(ending, Nothing with { ExpiresInSeconds = 101 }, Now).Refusal);
    }

    [Fact]
    public void Narrow_Caps_AreThoseAskedForAndNoneWhenNothingIs()
    {
        var (shape, _) = TokenRules.Narrow(Key, Nothing with { MaxSpend = new NanoUsd(5), MaxRequests = 7 }, Now);
        Assert.Equal((new NanoUsd(5), 7L), (shape!.MaxSpend, shape.MaxRequests));
        var capped = Key with { Budgets = [Cap("tok_1", LedgerUnit.NanoUsd, 5)] };
        Assert.Equal((null, null), (TokenRules.Narrow(capped, Nothing, Now).Shape!.MaxSpend, TokenRules.Narrow(capped, Nothing, Now).Shape!.MaxRequests));
    }

    [Fact]
    public void Narrow_CapsAboveTheTightestOfTheParents_AreRefused()
    {
        var parent = Key with
        {
            Budgets =
            [
                Cap("tok_1", LedgerUnit.NanoUsd, 100), Cap("tok_1", LedgerUnit.Requests, 10), Cap("tok_2", LedgerUnit.NanoUsd, 50),
                Cap("tok_3", LedgerUnit.NanoUsd, 80),
            ],
        };
        Assert.Equal(TokenRefusal.None, TokenRules.Narrow(parent, Nothing with { MaxSpend = new NanoUsd(50), MaxRequests = 10 }, Now).Refusal);
        Assert.Equal(TokenRefusal.SpendWider, TokenRules.Narrow(parent, Nothing with { MaxSpend = new NanoUsd(51) }, Now).Refusal);
        Assert.Equal(TokenRefusal.RequestsWider, TokenRules.Narrow(parent, Nothing with { MaxRequests = 11 }, Now).Refusal);
    }

    [Fact]
    public void Narrow_BudgetOfTheKey_IsNoCapOfAToken()
    {
        // It may be raised while the token lives.
        var parent = Key with { Budgets = [Cap("tok_1", LedgerUnit.NanoUsd, 1) with { Level = BudgetLevel.Key }] };
        Assert.Equal(TokenRefusal.None, TokenRules.Narrow(parent, Nothing with { MaxSpend = new NanoUsd(2) }, Now).Refusal);
    }

    [Fact]
    public void Narrow_FourthInARow_IsTheLast()
    {
        Assert.Equal(4, TokenRules.Narrow(Key with { Depth = 3 }, Nothing, Now).Shape!.Depth);
        Assert.Equal(TokenRefusal.TooDeep, TokenRules.Narrow(Key with { Depth = 4 }, Nothing, Now).Refusal);
    }

    [Fact]
    public void Narrow_RandomChains_NeverGetWider()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var run = 0; run < 20_000; run++)
        {
            var parent = Key with { Models = RandomModels(random), Scopes = RandomScopes(random) };
            for (var depth = 0; depth < 5; depth++)
            {
                var wish = new TokenWish(null, Maybe(random, () => (Scopes?)RandomScopes(random)), Maybe(random, () => RandomModels(random)), null);
                var (shape, refusal) = TokenRules.Narrow(parent, wish, Now);
                Assert.True((shape is null) == (refusal != TokenRefusal.None), $"seed {seed}");
                if (shape is null) break;

                Assert.True((shape.Scopes & ~parent.Scopes) == Scopes.None && shape.Scopes != Scopes.None, $"seed {seed}: scopes");
                foreach (var name in Names) Assert.True(parent.Models.Contains(name) || !shape.Models.Contains(name), $"seed {seed}: {name}");
                Assert.InRange(shape.Depth, 1, TokenRules.MaxDepth);
                parent = parent with { Scopes = shape.Scopes, Models = shape.Models, Depth = shape.Depth };
            }
        }
    }

    // Every name of up to three letters: any two sets of short entries that differ do so on one of these.
    private static readonly string[] Names =
        [.. from a in "ab" from b in new[] { "", "a", "b" } from c in new[] { "", "a", "b" } select a + b + c];

    private static Budget Cap(string tokenId, LedgerUnit unit, long limit) => new()
    {
        Id = Budget.IdOfToken(tokenId, unit), Level = BudgetLevel.Token, OrganizationId = "org_1", TokenId = tokenId, Unit = unit,
        Period = BudgetPeriod.Life, Limit = limit,
    };

    private static T? Maybe<T>(Random random, Func<T> make) => random.Next(3) == 0 ? default : make();

    private static Scopes RandomScopes(Random random) => (Scopes)random.NextInt64((long)Scopes.AnyOperatorKey + 1) & (Scopes)random.NextInt64((1 << 20) - 1);

    private static ModelSet RandomModels(Random random) => ModelSet.TryCreate(
        [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Names[random.Next(Names.Length)] + (random.Next(2) == 0 ? "*" : ""))])!;
}
