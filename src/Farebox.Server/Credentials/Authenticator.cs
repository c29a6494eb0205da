using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.Credentials;

/// <summary>Step (1) of every call: from the headers to a grant.</summary>
public sealed class Authenticator : IAuthenticator
{
    private const string OrganizationHeader = "OpenAI-Organization";
    private const string ProjectHeader = "OpenAI-Project";

    private readonly CredentialCache _cache;
    private readonly CredentialLoader _loader;
    private readonly OperatorOrganizationStore _organizations;
    private readonly LastUsed _lastUsed;
    private readonly InstallationSecret _secret;
    private readonly TimeProvider _clock;
    private readonly SessionGrants _sessions;
    private readonly SeenHeaders _seen = new();

    internal Authenticator(
        CredentialCache cache, CredentialLoader loader, OperatorOrganizationStore organizations, LastUsed lastUsed,
        InstallationSecret secret, TimeProvider clock, SessionGrants sessions)
    {
        _cache = cache;
        _loader = loader;
        _organizations = organizations;
        _lastUsed = lastUsed;
        _secret = secret;
        _clock = clock;
        _sessions = sessions;
    }

    /// <summary>
    /// Authenticates one call. Completes synchronously, and without touching the heap, for a credential that was seen before; never
    /// throws for a bad one. Scopes are for the caller to check.
    /// </summary>
    public ValueTask<GrantResult> AuthenticateAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization;
        var credential = CredentialHeader.Read(header);
        if (credential.IsEmpty) return Refuse(CredentialErrors.None);
        var nowMs = NowMs();
        if (_seen.Find(header[0]!) is { } seen && _cache.IsCurrent(seen, nowMs))
        {
            seen.Recent = true;
            return JudgeAsync(seen, credential, context, nowMs);
        }

        if (!TryHash(credential.Span, out var hash)) return Refuse(CredentialErrors.Refused(CredentialRefusal.Unknown, credential.Span));
        if (_cache.Find(hash, nowMs) is not { } entry) return LoadAsync(credential.ToString(), hash, context);
        if (entry.Grant is not null) _seen.Put(header[0]!, entry);
        return JudgeAsync(entry, credential, context, nowMs);
    }

    /// <inheritdoc/>
    async ValueTask<Authentication> IAuthenticator.AuthenticateAsync(HttpContext context)
    {
        if (FindPage(context) is { } page) return await JudgeAsync(page, context);
        var result = await AuthenticateAsync(context);
        if (result.Error is not null) return new Authentication(null, result.Error);
        var masked = KeyText.Mask(CredentialHeader.Read(context.Request.Headers.Authorization).Span);
        var actor = Actor.Of(context, result.Grant!, masked);
        return new Authentication(new Caller(result.Grant!, result.OrganizationId!, masked) { Actor = actor }, null);
    }

    // Only here, at the management API's door: a page calls no model.
    private PageGrant? FindPage(HttpContext context)
    {
        var credential = CredentialHeader.Read(context.Request.Headers.Authorization).Span;
        return SessionGrants.CanBeOne(credential) ? _sessions.Find(credential.ToString()) : null;
    }

    private async ValueTask<Authentication> JudgeAsync(PageGrant page, HttpContext context)
    {
        var named = Header(context, OrganizationHeader);
        return (page.Grant.OrganizationId ?? await _organizations.FindAsync(named)) is { } organizationId
            ? new Authentication(new Caller(page.Grant, organizationId, page.Actor.Masked ?? "") { Actor = page.Actor }, null)
            : new Authentication(null, NoOrganization(named));
    }

    // What is not of the right form costs nothing more than this.
    private bool TryHash(ReadOnlySpan<char> credential, out CredentialHash hash)
    {
        hash = default;
        if (KeyText.IsWellFormed(credential))
        {
            hash = CredentialHash.OfKey(credential, _secret);
            return true;
        }

        if (!AccessTokens.CanBeOne(credential)) return false;
        hash = CredentialHash.OfToken(credential);
        return true;
    }

    private async ValueTask<GrantResult> LoadAsync(string credential, CredentialHash hash, HttpContext context)
    {
        var entry = await _loader.LoadAsync(credential, hash);
        return await JudgeAsync(entry, credential.AsMemory(), context, NowMs());
    }

    /// <summary>The checks of each call, whether the credential was remembered or not.</summary>
    private ValueTask<GrantResult> JudgeAsync(CachedCredential entry, ReadOnlyMemory<char> credential, HttpContext context, long nowMs)
    {
        if (entry.RefusalAt(nowMs) is var refusal and not CredentialRefusal.None)
            return Refuse(CredentialErrors.Refused(refusal, credential.Span));

        var grant = entry.Grant!;
        if (!grant.Addresses.IsAnywhere && !grant.Addresses.Contains(context.Connection.RemoteIpAddress))
            return Refuse(CredentialErrors.AddressNotAllowed(context.Connection.RemoteIpAddress));
        if (ProjectError(grant, context) is { } projectError) return Refuse(projectError);

        var named = Header(context, OrganizationHeader);
        if (grant.OrganizationId is null) return ActAsync(grant, named);
        if (named is not null && named != grant.OrganizationId)
        {
            return Refuse(CredentialErrors.MismatchedOrganization(
                $"The header {OrganizationHeader} does not match this credential, which belongs to {grant.OrganizationId}. "
                + "Leave it out or correct it."));
        }

        if (entry.IsUseNews(nowMs, LastUsed.PrecisionMs)) _lastUsed.Note(grant.KeyId, nowMs);
        return new ValueTask<GrantResult>(new GrantResult(grant, grant.OrganizationId, null));
    }

    private async ValueTask<GrantResult> ActAsync(Grant grant, string? named)
    {
        if (await _organizations.FindAsync(named) is { } found)
        {
            _lastUsed.Note(grant.KeyId, NowMs());
            return new GrantResult(grant, found, null);
        }

        return new GrantResult(null, null, NoOrganization(named));
    }

    private static ApiError NoOrganization(string? named) => CredentialErrors.MismatchedOrganization(named is null
        ? $"There is no organization named 'default': name one by its id in the header {OrganizationHeader}."
        : $"The header {OrganizationHeader} names no organization of this Farebox.");

    private static ApiError? ProjectError(Grant grant, HttpContext context)
    {
        var named = Header(context, ProjectHeader);
        if (named is null || named == grant.ProjectId) return null;
        return CredentialErrors.MismatchedProject(
            $"The header {ProjectHeader} does not match this credential, which belongs to {grant.ProjectId ?? "no project"}. "
            + "Leave it out or correct it.");
    }

    private static string? Header(HttpContext context, string name) =>
        context.Request.Headers[name].ToString() is { Length: > 0 } text ? text : null;

    private static ValueTask<GrantResult> Refuse(ApiError error) => new(new GrantResult(null, null, error));

    private long NowMs() => _clock.GetUtcNow().ToUnixTimeMilliseconds();
}
