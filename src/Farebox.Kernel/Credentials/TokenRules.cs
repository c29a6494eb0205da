using Farebox.Kernel.Ledger;
using Farebox.Kernel.Limits;
using Farebox.Kernel.Money;

namespace Farebox.Kernel.Credentials;

/// <summary>What is asked of a new access token; null means "as wide as the parent".</summary>
/// <param name="MaxSpend">More than zero.</param>
/// <param name="MaxRequests">More than zero.</param>
public sealed record TokenWish(
    long? ExpiresInSeconds, Scopes? Scopes, ModelSet? Models, AddressSet? Addresses, NanoUsd? MaxSpend = null, long? MaxRequests = null)
{
    /// <summary>Those asked for.</summary>
    public LimitNumbers Limits { get; init; } = LimitNumbers.None;
}

/// <summary>What the new token gets.</summary>
/// <param name="MaxSpend">Null for no cap of its own: those of the tokens it came from hold it all the same.</param>
/// <param name="MaxRequests">Likewise.</param>
public sealed record TokenShape(
    long ExpiresAt, Scopes Scopes, ModelSet Models, AddressSet Addresses, int Depth, NanoUsd? MaxSpend = null, long? MaxRequests = null)
{
    /// <summary>Its own; those of its key and of the tokens it came from hold it all the same.</summary>
    public LimitNumbers Limits { get; init; } = LimitNumbers.None;
}

/// <summary>Which part of a wish cannot be granted.</summary>
public enum TokenRefusal
{
    None,
    TooDeep,
    ScopeWider,
    ScopeEmpty,
    ModelsWider,
    ModelsEmpty,
    AddressesWider,
    OutlivesParent,
    SpendWider,
    RequestsWider,

    /// <summary>See <see cref="TokenRules.WiderLimit"/>.</summary>
    LimitWider,
}

/// <summary>The rule that a token is never wider than its parent.</summary>
public static class TokenRules
{
    /// <summary>How many tokens may stand between a key and its farthest descendant, the last included.</summary>
    public const int MaxDepth = 4;

    /// <summary>How long a token lives when nothing is said.</summary>
    public const long DefaultLifeSeconds = 3600;

    /// <summary>The shortest life that can be asked for.</summary>
    public const long MinLifeSeconds = 60;

    /// <summary>The longest life of any token: one day.</summary>
    public const long MaxLifeSeconds = 86_400;

    /// <summary>Longest label and user, in UTF-16 units.</summary>
    public const int MaxTextLength = 200;

    /// <summary>
    /// Narrows the parent's grant by the wish, or says what stands in the way. A life that was asked for may not outlast the parent's;
    /// the default life is cut to it.
    /// </summary>
    public static (TokenShape? Shape, TokenRefusal Refusal) Narrow(Grant parent, TokenWish wish, long nowUnixSeconds)
    {
        if (parent.Depth >= MaxDepth) return (null, TokenRefusal.TooDeep);

        var scopes = wish.Scopes ?? parent.Scopes;
        if (scopes == Scopes.None) return (null, TokenRefusal.ScopeEmpty);
        if (!parent.Has(scopes)) return (null, TokenRefusal.ScopeWider);

        var models = wish.Models ?? parent.Models;
        if (models.Entries.Count == 0 && wish.Models is not null) return (null, TokenRefusal.ModelsEmpty);
        if (!parent.Models.Includes(models)) return (null, TokenRefusal.ModelsWider);

        var addresses = wish.Addresses ?? parent.Addresses;
        if (!parent.Addresses.Includes(addresses)) return (null, TokenRefusal.AddressesWider);

        if (wish.MaxSpend?.Value > TightestCap(parent, LedgerUnit.NanoUsd)) return (null, TokenRefusal.SpendWider);
        if (wish.MaxRequests > TightestCap(parent, LedgerUnit.Requests)) return (null, TokenRefusal.RequestsWider);
        if (WiderLimit(parent, wish.Limits) is not null) return (null, TokenRefusal.LimitWider);

        var expiresAt = nowUnixSeconds + (wish.ExpiresInSeconds ?? DefaultLifeSeconds);
        if (parent.ExpiresAt is { } end && end < expiresAt)
        {
            if (wish.ExpiresInSeconds is not null) return (null, TokenRefusal.OutlivesParent);
            expiresAt = end;
        }

        var shape = new TokenShape(expiresAt, scopes, models, addresses, parent.Depth + 1, wish.MaxSpend, wish.MaxRequests) { Limits = wish.Limits };
        return (shape, TokenRefusal.None);
    }

    /// <summary>The smallest cap among those of a token and of the tokens it came from; null when there is none.</summary>
    public static long? TightestCap(Grant parent, LedgerUnit unit)
    {
        long? tightest = null;
        foreach (var budget in parent.Budgets)
        {
            if (budget.Level == BudgetLevel.Token && budget.Unit == unit) tightest = Math.Min(budget.Limit, tightest ?? long.MaxValue);
        }

        return tightest;
    }

    /// <summary>The smallest number of a kind among the limits on all models of a credential's key and of its tokens; null when there is none.</summary>
    public static long? TightestLimit(Grant parent, LimitKind kind)
    {
        long? tightest = null;
        foreach (var plan in parent.Limits)
        {
            if (plan is { Level: >= LimitLevel.Key, Model: null } && plan.Numbers[kind] is { } max) tightest = Math.Min(max, tightest ?? long.MaxValue);
        }

        return tightest;
    }

    /// <summary>The first of these numbers that is above its like of the parent; null when none is.</summary>
    public static LimitKind? WiderLimit(Grant parent, LimitNumbers numbers)
    {
        foreach (var kind in LimitKinds.All)
        {
            if (numbers[kind] > TightestLimit(parent, kind)) return kind;
        }

        return null;
    }
}
