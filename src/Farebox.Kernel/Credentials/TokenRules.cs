namespace Farebox.Kernel.Credentials;

/// <summary>What is asked of a new access token; null means "as wide as the parent".</summary>
public sealed record TokenWish(long? ExpiresInSeconds, Scopes? Scopes, ModelSet? Models, AddressSet? Addresses);

/// <summary>What the new token gets.</summary>
public sealed record TokenShape(long ExpiresAt, Scopes Scopes, ModelSet Models, AddressSet Addresses, int Depth);

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

        var expiresAt = nowUnixSeconds + (wish.ExpiresInSeconds ?? DefaultLifeSeconds);
        if (parent.ExpiresAt is { } end && end < expiresAt)
        {
            if (wish.ExpiresInSeconds is not null) return (null, TokenRefusal.OutlivesParent);
            expiresAt = end;
        }

        return (new TokenShape(expiresAt, scopes, models, addresses, parent.Depth + 1), TokenRefusal.None);
    }
}
