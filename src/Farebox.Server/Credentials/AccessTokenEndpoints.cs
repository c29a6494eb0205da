using Farebox.Contracts;
using Farebox.Contracts.Tokens;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.Credentials;

/// <summary><c>/v1/tokens</c> for whoever derives access tokens, and the tokens of a key for those who manage it.</summary>
internal sealed class AccessTokenEndpoints(
    AccessTokenStore store, ApiKeyStore keys, CredentialStore credentials, AccessTokens tokens, IdSource ids, TimeProvider clock,
    ChangeFeed changes, ILogger<AccessTokenEndpoints> logger)
{
    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var own = routes.MapGroup("/v1/tokens").WithTags("Access tokens").RequireScopes(Scopes.TokensCreate);
        own.MapPost("", (HttpContext context, Caller caller, JsonBody<TokenRequest> body) =>
            CreateAsync(context, caller, caller.Grant, FamilyOf(caller), body));
        own.MapGet("", (HttpContext context, Caller caller) => ListAsync(context, FamilyOf(caller)));
        own.MapGet("{id}", (Caller caller, string id) => GetAsync(FamilyOf(caller), id));
        own.MapDelete("{id}", (Caller caller, string id) => RevokeAsync(FamilyOf(caller), caller, id));

        var ofKey = routes.MapGroup("/v1/organization/projects/{pid}/api_keys/{kid}/tokens").WithTags("API keys");
        ofKey.MapGet("", async (HttpContext context, Caller caller, string pid, string kid) =>
            await keys.FindAsync(new KeyOwner(KeyKind.Project, caller.OrganizationId, pid), kid) is null
                ? ApiErrors.NotFound("key", kid)
                : await ListAsync(context, new TokenFamily(caller.OrganizationId, pid, kid, null))).RequireScopes(Scopes.KeysRead);
        ofKey.MapPost("", CreateOfKeyAsync).RequireScopes(Scopes.KeysWrite)
            .WithSummary("Derive an access token from a key without its secret").Produces<TokenResponse>();
        ofKey.MapGet("{tid}", (Caller caller, string pid, string kid, string tid) =>
            GetAsync(new TokenFamily(caller.OrganizationId, pid, kid, null), tid)).RequireScopes(Scopes.KeysRead)
            .WithSummary("Show an access token of a key").Produces<AccessToken>();
        ofKey.MapDelete("{tid}", (Caller caller, string pid, string kid, string tid) =>
            RevokeAsync(new TokenFamily(caller.OrganizationId, pid, kid, null), caller, tid)).RequireScopes(Scopes.KeysWrite);
    }

    // Only API keys and their tokens have the scope, and they have a project.
    private static TokenFamily FamilyOf(Caller caller) =>
        new(caller.OrganizationId, caller.ProjectId!, caller.Grant.KeyId, caller.Grant.TokenId);

    /// <summary>Derives one without the key's secret, exactly as the key itself would.</summary>
    private async Task<IResult> CreateOfKeyAsync(HttpContext context, Caller caller, string pid, string kid, JsonBody<TokenRequest> body)
    {
        if (await credentials.FindKeyAsync(caller.OrganizationId, pid, kid) is not { } key) return ApiErrors.NotFound("key", kid);
        if (key.StatusAt(NowMs()) is var status and not KeyStatus.Active) return CredentialErrors.CannotMint(status);
        var parent = key.ToGrant();
        return parent.Has(Scopes.TokensCreate)
            ? await CreateAsync(context, caller, parent, new TokenFamily(caller.OrganizationId, pid, kid, null), body)
            : CredentialErrors.MayNotMint;
    }

    private async Task<IResult> CreateAsync(HttpContext context, Caller caller, Grant parent, TokenFamily family, JsonBody<TokenRequest> body)
    {
        if (body.Error is not null) return body.Error;
        var (wish, error) = TokenWishReader.Read(body.Value);
        if (error is not null) return error;

        var nowMs = NowMs();
        var (shape, refusal) = TokenRules.Narrow(parent, wish!, nowMs / 1000);
        if (shape is null) return TokenWishReader.Explain(refusal, parent, wish!);

        // Whoever gets to see the token must not gain scopes by it, as with the secret of a key.
        var wider = KeyRules.Escalation(caller.Grant.Scopes, shape.Scopes);
        if (wider != Scopes.None) return ApiErrors.ScopeMissing(ScopeText.Join(wider));

        var row = Row(parent, shape, body.Value, nowMs);
        if (!await store.AddAsync(family, row, caller.Actor)) return CredentialErrors.Refused(CredentialRefusal.TokenRevoked, caller.RedactedValue);

        context.Response.Headers.CacheControl = "no-store";
        return Json(new TokenResponse(tokens.Sign(row), "Bearer", shape.ExpiresAt - (nowMs / 1000), shape.ExpiresAt, row.Scopes, row.Id));
    }

    private async Task<IResult> ListAsync(HttpContext context, TokenFamily family)
    {
        var (page, error) = Paging.Read(context.Request);
        if (error is not null) return error;
        var nowMs = NowMs();
        var rows = await store.ListAsync(family, page, nowMs);
        return Json(rows.ConvertAll(row => row.ToContract(nowMs)).ToPage(page.Limit, token => token.Id));
    }

    private async Task<IResult> GetAsync(TokenFamily family, string id)
    {
        var nowMs = NowMs();
        return await store.FindAsync(family, id, nowMs) is { } row ? Json(row.ToContract(nowMs)) : ApiErrors.NotFound("access token", id);
    }

    private async Task<IResult> RevokeAsync(TokenFamily family, Caller caller, string id)
    {
        var nowMs = NowMs();
        if (await store.RevokeAsync(family, id, nowMs, caller.Actor) is not { } row) return ApiErrors.NotFound("access token", id);
        changes.AnnounceCredential(row.KeyId);
        CredentialsLog.TokenRevoked(logger, row.Id, row.KeyId, caller.Grant.KeyId);
        return Json(row.ToContract(nowMs));
    }

    private AccessTokenRow Row(Grant parent, TokenShape shape, TokenRequest request, long nowMs) => new()
    {
        Id = ids.Next("tok_"),
        KeyId = parent.KeyId,
        SecretId = parent.SecretId,
        ParentTokenId = parent.TokenId,
        Depth = shape.Depth,
        Scopes = ScopeText.Join(shape.Scopes),
        Models = StoredText.Of(shape.Models.Entries),
        AllowedIps = StoredText.Of(shape.Addresses.Entries),
        MaxSpendNano = shape.MaxSpend?.Value,
        MaxRequests = shape.MaxRequests,
        Rpm = shape.Limits.RequestsPerMinute,
        Rpd = shape.Limits.RequestsPerDay,
        Tpm = shape.Limits.TokensPerMinute,
        Tpd = shape.Limits.TokensPerDay,
        Ipm = shape.Limits.ImagesPerMinute,
        Concurrency = shape.Limits.Concurrency,
        Label = request.Label,
        UserName = request.User,
        CreatedAt = nowMs,
        ExpiresAt = shape.ExpiresAt * 1000,
    };

    private static IResult Json<T>(T value) => Results.Json(value, FareboxJson.Options);

    private long NowMs() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
