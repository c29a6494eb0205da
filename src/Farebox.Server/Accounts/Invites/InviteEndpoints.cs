using Farebox.Contracts;
using Farebox.Contracts.Organizations;
using Farebox.Kernel.Credentials;
using Farebox.Server.Accounts.Limiting;
using Farebox.Server.Accounts.Mail;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Accounts.Invites;

/// <summary><c>/v1/organization/invites</c>, in OpenAI's shapes.</summary>
internal sealed class InviteEndpoints(
    InviteStore store, InviteRules rules, OrganizationStore organizations, LetterPost letters, MailBell bell, FormLimits limits, InstallationSecret secret,
    IdSource ids, FareboxOptions options, TimeProvider clock, ILogger<InviteEndpoints> logger)
{
    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/organization/invites").WithTags("Invites");
        group.MapGet("", ListAsync).RequireScopes(Scopes.OrganizationRead).WithSummary("List invitations").Produces<ListPage<Invite>>();
        group.MapPost("", CreateAsync).RequireScopes(Scopes.OrganizationWrite).WithSummary("Invite somebody, or send the letter again").Produces<Invite>();
        group.MapGet("{id}", GetAsync).RequireScopes(Scopes.OrganizationRead).WithSummary("Show an invitation").Produces<Invite>();
        group.MapDelete("{id}", DeleteAsync).RequireScopes(Scopes.OrganizationWrite)
            .WithSummary("Withdraw an invitation that was not accepted").Produces<Deleted>();
    }

    private async Task<IResult> ListAsync(HttpRequest request, Caller caller)
    {
        var (page, error) = Paging.Read(request);
        if (error is not null) return error;
        var nowMs = NowMs();
        var rows = await store.ListAsync(caller.OrganizationId, page);
        return Json(rows.ConvertAll(row => row.ToContract(nowMs)).ToPage(page.Limit, invite => invite.Id));
    }

    private async Task<IResult> CreateAsync(Caller caller, JsonBody<InviteRequest> body)
    {
        if (body.Error is not null) return body.Error;
        var (email, error) = InviteRules.Read(body.Value);
        if ((error ?? await rules.CheckAsync(caller, body.Value.Role!)) is { } refused) return refused;
        if (limits.Letter(email) is { } wait) return TooMany(wait);

        var (text, hash) = InviteSecret.Create(secret);
        var now = clock.GetUtcNow();
        var wanted = new InviteRow
        {
            OrganizationId = caller.OrganizationId, Id = ids.Next("invite_"), Email = email, NormalizedEmail = email.ToUpperInvariant(),
            Role = body.Value.Role!, SecretHash = hash, CreatedBy = caller.Actor.UserId ?? caller.Grant.KeyId, CreatedAt = now.ToUnixTimeMilliseconds(),
            ExpiresAt = now.AddDays(options.InviteDays).ToUnixTimeMilliseconds(),
        };
        var name = (await organizations.FindAsync(caller.OrganizationId))!.Name;
        var (result, row) = await store.SaveAsync(
            wanted,
            (connection, saved) => letters.AddForAnybody(
                connection, email, "invite", $"/console/invitation?id={saved.Id}&secret={text}",
                language => [name, language.Text["role_" + saved.Role], options.InviteDays]),
            caller.Actor);
        if (result == InviteWrite.Archived) return ApiErrors.Conflict("The organization is archived: it takes no new members.", "organization");
        if (result == InviteWrite.IsMember) return ApiErrors.Conflict("Whoever has this address is a member already.", "email");
        bell.Ring();
        AccountsLog.InviteSent(logger, row.OrganizationId, row.Id, row.CreatedBy);
        return Json(row.ToContract(NowMs()));
    }

    private async Task<IResult> GetAsync(string id, Caller caller) =>
        await store.FindAsync(caller.OrganizationId, id) is { } row ? Json(row.ToContract(NowMs())) : ApiErrors.NotFound("invite", id);

    private async Task<IResult> DeleteAsync(string id, Caller caller)
    {
        if (await store.DeleteAsync(caller.OrganizationId, id, NowMs(), caller.Actor) is not { } row) return ApiErrors.NotFound("invite", id);
        return row.AcceptedAt is not null
            ? ApiErrors.Conflict("The invitation was accepted: whoever had it is a member now.", "invite")
            : Json(new Deleted("organization.invite.deleted", id));
    }

    private ApiError TooMany(TimeSpan wait) => new(
        429, "requests", ErrorCodes.RateLimitExceeded,
        $"Too many letters to this address: up to {options.LettersPerAddress} in an hour are allowed. Try again later.", "email")
    {
        RetryAfterMs = (long)wait.TotalMilliseconds,
    };

    private long NowMs() => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private static IResult Json<T>(T value) => Results.Json(value, FareboxJson.Options);
}
