using Farebox.Contracts;
using Farebox.Contracts.Audit;
using Farebox.Contracts.Keys;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.Credentials;

/// <summary>The keys of a project, of an organization's administration, and of the operators: the same verbs on three roots.</summary>
internal sealed class ApiKeyEndpoints(
    ApiKeyStore store, InstallationSecret secret, IdSource ids, TimeProvider clock, ChangeFeed changes, ILogger<ApiKeyEndpoints> logger)
{
    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        MapVerbs(routes, "/v1/organization/projects/{pid}/api_keys", KeyKind.Project, Scopes.KeysRead, Scopes.KeysWrite);
        MapVerbs(routes, "/v1/organization/admin_api_keys", KeyKind.Admin, Scopes.KeysRead, Scopes.KeysWrite);
        MapVerbs(routes, "/v1/system/admin_api_keys", KeyKind.Operator, Scopes.SystemRead, Scopes.SystemWrite);
    }

    /// <summary>Whose keys a call is about.</summary>
    public static KeyOwner OwnerOf(HttpContext context, Caller caller, KeyKind kind) => kind switch
    {
        KeyKind.Project => new KeyOwner(kind, caller.OrganizationId, (string)context.Request.RouteValues["pid"]!),
        KeyKind.Admin => new KeyOwner(kind, caller.OrganizationId, null),
        _ => new KeyOwner(kind, null, null),
    };

    private void MapVerbs(IEndpointRouteBuilder routes, string root, KeyKind kind, Scopes read, Scopes write)
    {
        var group = routes.MapGroup(root).WithTags(kind == KeyKind.Project ? "API keys" : "Admin keys");
        group.MapGet("", (HttpContext context, Caller caller) => ListAsync(context, OwnerOf(context, caller, kind))).RequireScopes(read);
        group.MapPost("", (HttpContext context, Caller caller, JsonBody<CreateKeyRequest> body) =>
            CreateAsync(OwnerOf(context, caller, kind), caller, body)).RequireScopes(write);
        group.MapGet("{kid}", (HttpContext context, Caller caller, string kid) =>
            GetAsync(OwnerOf(context, caller, kind), kid)).RequireScopes(read);
        group.MapPost("{kid}", (HttpContext context, Caller caller, string kid, JsonBody<UpdateKeyRequest> body) => body.Error is { } error
            ? Task.FromResult<IResult>(error)
            : ChangeAsync(OwnerOf(context, caller, kind), caller, kid, AuditEventTypes.Updated, (row, nowMs) =>
                KeyEdits.Update(row, body.Value, caller.Grant.Scopes, nowMs))).RequireScopes(write);
        group.MapDelete("{kid}", (HttpContext context, Caller caller, string kid) =>
            DeleteAsync(OwnerOf(context, caller, kind), caller, kid)).RequireScopes(write);
        group.MapPost("{kid}/rotate", (HttpContext context, Caller caller, string kid, JsonBody<RotateKeyRequest> body) =>
            RotateAsync(OwnerOf(context, caller, kind), caller, kid, body)).RequireScopes(write);
        group.MapPost("{kid}/disable", (HttpContext context, Caller caller, string kid) =>
            ChangeAsync(OwnerOf(context, caller, kind), caller, kid, AuditEventTypes.Disabled, KeyEdits.Disable)).RequireScopes(write);
        group.MapPost("{kid}/enable", (HttpContext context, Caller caller, string kid) =>
            ChangeAsync(OwnerOf(context, caller, kind), caller, kid, AuditEventTypes.Enabled, (row, _) => KeyEdits.Enable(row))).RequireScopes(write);
        group.MapPost("{kid}/revoke", (HttpContext context, Caller caller, string kid) =>
            ChangeAsync(OwnerOf(context, caller, kind), caller, kid, AuditEventTypes.Deleted, KeyEdits.Revoke)).RequireScopes(write);
    }

    private async Task<IResult> ListAsync(HttpContext context, KeyOwner owner)
    {
        var (page, error) = Paging.Read(context.Request);
        if (error is not null) return error;
        var rows = await store.ListAsync(owner, page);
        if (rows.Count == 0 && await store.OwnerStatusAsync(owner) == OwnerStatus.Missing) return OwnerMissing(owner);
        var nowMs = NowMs();
        return Json(rows.ConvertAll(row => row.ToContract(nowMs)).ToPage(page.Limit, key => key.Id));
    }

    private async Task<IResult> CreateAsync(KeyOwner owner, Caller caller, JsonBody<CreateKeyRequest> body)
    {
        if (body.Error is not null) return body.Error;
        var request = body.Value;
        var nowMs = NowMs();
        var (name, nameError) = NameField.Read(request.Name);
        var (permissions, scopes, scopeError) =
            KeyWish.Permission(owner.Kind, request.Permissions, request.Scopes, caller.Grant.Scopes, Scopes.None);
        var (models, modelsError) = KeyWish.Models(request.Models ?? ModelSet.All.Entries);
        var (expiresAtMs, expiryError) = KeyWish.Expiry(request.ExpiresAt, request.ExpiresIn, nowMs);
        var (limits, limitError) = KeyWish.Limits(owner.Kind, request);
        if ((nameError ?? scopeError ?? modelsError ?? expiryError ?? limitError) is { } error) return error;

        var made = KeySecret.Create(owner.Kind, secret, ids);
        var row = new ApiKeyRow
        {
            Id = ids.Next("key_"),
            Kind = owner.KindText,
            OrganizationId = owner.OrganizationId,
            ProjectId = owner.ProjectId,
            Name = name,
            Permissions = permissions,
            Scopes = scopes,
            Models = models,
            CreatedAt = nowMs,
            ExpiresAt = expiresAtMs,
            Masked = made.Masked,
        };
        switch (await store.AddAsync(owner, row, made, limits, caller.Actor))
        {
            case OwnerStatus.Missing: return OwnerMissing(owner);
            case OwnerStatus.Archived: return ApiErrors.Conflict("The project or its organization is archived: it takes no new keys.", "project");
        }

        changes.AnnounceCredential(row.Id);
        CredentialsLog.KeyChanged(logger, row.Id, AuditEventTypes.Created, caller.Grant.KeyId);
        return Json(row.ToContract(nowMs, made.Text));
    }

    private async Task<IResult> GetAsync(KeyOwner owner, string id) =>
        await store.FindAsync(owner, id) is { } row ? Json(row.ToContract(NowMs())) : ApiErrors.NotFound("key", id);

    private async Task<IResult> RotateAsync(KeyOwner owner, Caller caller, string id, JsonBody<RotateKeyRequest> body)
    {
        if (body.Error is not null) return body.Error;
        var overlap = body.Value.OverlapSeconds ?? KeyRules.DefaultOverlapSeconds;
        if (overlap is < 0 or > KeyRules.MaxOverlapSeconds)
            return ApiErrors.Invalid("overlap_seconds", $"'overlap_seconds' must be from 0 to {KeyRules.MaxOverlapSeconds}.");

        var made = KeySecret.Create(owner.Kind, secret, ids);
        return await ChangeAsync(
            owner, caller, id, AuditEventTypes.Rotated, (row, nowMs) => KeyEdits.Rotate(row, made, overlap, caller.Grant.Scopes, nowMs));
    }

    private async Task<IResult> DeleteAsync(KeyOwner owner, Caller caller, string id)
    {
        var edit = await DecideAsync(owner, caller, id, AuditEventTypes.Deleted, KeyEdits.Revoke);
        return edit.Error is { } error ? error : Json(new Deleted(edit.Row!.ToContract(NowMs()).Object + ".deleted", id));
    }

    private async Task<IResult> ChangeAsync(KeyOwner owner, Caller caller, string id, string verb, Func<ApiKeyRow, long, KeyEdit> decide)
    {
        var edit = await DecideAsync(owner, caller, id, verb, decide);
        return edit.Error is { } error ? error : Json(edit.Row!.ToContract(NowMs(), edit.Secret?.Text));
    }

    private async Task<KeyEdit> DecideAsync(KeyOwner owner, Caller caller, string id, string verb, Func<ApiKeyRow, long, KeyEdit> decide)
    {
        var nowMs = NowMs();
        if (await store.ChangeAsync(owner, id, verb, nowMs, caller.Actor, row => decide(row, nowMs)) is not { } edit)
            return KeyEdit.Refused(ApiErrors.NotFound("key", id));
        if (edit.Error is not null) return edit;

        // Before the answer: when it arrives, the change is in force, for the key's access tokens too.
        changes.AnnounceCredential(id);
        CredentialsLog.KeyChanged(logger, id, edit.Row!.RevokedAt is null ? verb : "revoked", caller.Grant.KeyId);
        return edit;
    }

    private static ApiError OwnerMissing(KeyOwner owner) =>
        owner.ProjectId is { } projectId
            ? ApiErrors.NotFound("project", projectId)
            : ApiErrors.NotFound("organization", owner.OrganizationId!);

    private static IResult Json<T>(T value) => Results.Json(value, FareboxJson.Options);

    private long NowMs() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
