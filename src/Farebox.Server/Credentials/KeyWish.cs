using Farebox.Contracts;
using Farebox.Contracts.Keys;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Limits;
using Farebox.Server.Limits;
using Farebox.Server.Platform;

namespace Farebox.Server.Credentials;

/// <summary>Reads the members that creating and changing a key have in common. Each error names the member at fault.</summary>
internal static class KeyWish
{
    /// <summary>
    /// What the key may do, given the permissions and scopes that were asked for; scopes alone mean a restricted key. Nobody hands out a
    /// scope of management that they lack.
    /// </summary>
    /// <param name="had">What the key may do already: keeping it is nothing handed out.</param>
    /// <returns>The permissions, the scopes to write down, or the error.</returns>
    public static (string Permissions, string Scopes, ApiError? Error) Permission(
        KeyKind kind, string? permissions, IReadOnlyList<string>? scopes, Scopes callers, Scopes had)
    {
        var word = permissions ?? (scopes is null ? Permissions.All : Permissions.Restricted);
        if (word is not (Permissions.All or Permissions.Restricted or Permissions.ReadOnly))
            return Refused(ApiErrors.Invalid("permissions", "'permissions' must be one of all, restricted, read_only."));
        if ((word == Permissions.Restricted) != (scopes is not null))
        {
            return Refused(scopes is null
                ? ApiErrors.Missing("scopes")
                : ApiErrors.Invalid("scopes", "'scopes' goes with 'permissions': 'restricted' only."));
        }

        var (chosen, error) = scopes is null ? (Scopes.None, null) : Chosen(kind, scopes);
        if (error is not null) return Refused(error);
        var written = ScopeText.Join(chosen);
        var wider = KeyRules.Escalation(callers | had, StoredText.Granted(kind, word, written));
        return wider == Scopes.None
            ? (word, written, null)
            : Refused(ApiErrors.Invalid(
                scopes is null ? "permissions" : "scopes",
                $"A key cannot be given scopes that the calling key lacks: {ScopeText.Join(wider)}."));
    }

    /// <summary>The set of models as the store keeps it, or the error.</summary>
    public static (string Models, ApiError? Error) Models(IReadOnlyList<string> models)
    {
        if (models.Count == 0)
            return ("", ApiErrors.Invalid("models", "'models' must name at least one model; leave it out, or write [\"*\"], for all."));
        return ModelSet.TryCreate(models) is { } set
            ? (StoredText.Of(set.Entries), null)
            : ("", ApiErrors.Invalid("models", ModelsMessage));
    }

    /// <summary>What is said of a list that is no set of models.</summary>
    public static string ModelsMessage =>
        $"'models' must be up to {ModelSet.MaxEntries} model names of 1 to 200 characters each; '*' may stand at the end of one, for all "
        + "that begin with it.";

    /// <summary>The expiry in Unix milliseconds, null for none, or the error.</summary>
    public static (long? ExpiresAtMs, ApiError? Error) Expiry(long? expiresAt, long? expiresIn, long nowMs)
    {
        if (expiresAt is not null && expiresIn is not null)
            return (null, ApiErrors.Invalid("expires_in", "Give 'expires_at' or 'expires_in', not both."));
        if (expiresIn is { } seconds)
        {
            return seconds is >= 1 and <= KeyRules.MaxLifeSeconds
                ? (nowMs + (seconds * 1000), null)
                : (null, ApiErrors.Invalid("expires_in", $"'expires_in' must be from 1 to {KeyRules.MaxLifeSeconds} seconds."));
        }

        if (expiresAt is not { } at) return (null, null);
        return at > nowMs / 1000 && at - (nowMs / 1000) <= KeyRules.MaxLifeSeconds
            ? (at * 1000, null)
            : (null, ApiErrors.Invalid(
                "expires_at", "'expires_at' must be in the future, in Unix seconds, and not more than a hundred years away."));
    }

    /// <summary>The limits of a new key, or the error: an admin key calls no model, so it has none.</summary>
    public static (LimitNumbers Limits, ApiError? Error) Limits(KeyKind kind, CreateKeyRequest request)
    {
        var limits = new LimitNumbers
        {
            RequestsPerMinute = request.Rpm, RequestsPerDay = request.Rpd, TokensPerMinute = request.Tpm, TokensPerDay = request.Tpd,
            ImagesPerMinute = request.Ipm, Concurrency = request.Concurrency,
        };
        if (limits.IsEmpty || kind == KeyKind.Project) return (limits, LimitWish.CheckShort(limits));
        var first = LimitWords.Of(LimitKinds.All.First(each => limits[each] is not null));
        return (limits, ApiErrors.Invalid(first, $"'{first}' goes with API keys only: an admin key calls no model."));
    }

    private static (Scopes Scopes, ApiError? Error) Chosen(KeyKind kind, IReadOnlyList<string> names)
    {
        if (names.Count == 0) return (Scopes.None, ApiErrors.Invalid("scopes", "'scopes' must name at least one scope."));
        var (chosen, unknown) = ScopeText.Parse(names);
        if (unknown is not null || names.Contains(null)) return (Scopes.None, ApiErrors.Invalid("scopes", $"'{unknown}' is not a scope."));
        var foreign = chosen & ~KeyRules.Widest(kind);
        return foreign == Scopes.None
            ? (chosen, null)
            : (Scopes.None, ApiErrors.Invalid("scopes", $"A key of this kind cannot have these scopes: {ScopeText.Join(foreign)}."));
    }

    private static (string, string, ApiError?) Refused(ApiError error) => ("", "", error);
}
