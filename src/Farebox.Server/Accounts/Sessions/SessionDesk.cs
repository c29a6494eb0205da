using Farebox.Server.Accounts.Users;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Accounts.Sessions;

/// <summary>Begins, finds and ends sessions of browsers.</summary>
internal sealed class SessionDesk(SessionStore store, InstallationSecret secret, IdSource ids, FareboxOptions options, TimeProvider clock)
{
    // How exact "last seen" is; a session in use is written no more often.
    private const long TouchMs = 60_000;
    private static readonly TimeSpan CodeTime = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Begins a session, always under a new secret: whatever cookie the browser had before opens nothing (no session fixation).
    /// </summary>
    /// <param name="goesOn">Whether nobody signs in: a change ended all of the user's sessions, and the browser that made it stays in.</param>
    public async Task BeginAsync(HttpContext context, User user, SessionStage stage, bool remember, bool goesOn = false)
    {
        var now = clock.GetUtcNow();
        var (text, hash) = SessionCookie.Create(secret);
        var actor = Actor.Of(context, user.Id, user.Email);
        var row = new SessionRow
        {
            Hash = hash,
            Id = ids.Next("sess_"),
            UserId = user.Id,
            Stage = (long)stage,
            SecurityStamp = user.SecurityStamp,
            Remember = remember,
            Address = actor.Address,
            UserAgent = actor.UserAgent,
            CreatedAt = now.ToUnixTimeMilliseconds(),
            SeenAt = now.ToUnixTimeMilliseconds(),
            ExpiresAt = (now + LengthOf(stage, remember)).ToUnixTimeMilliseconds(),
        };
        await store.AddAsync(row, SessionCookie.Read(context.Request, secret), goesOn, actor);
        SessionCookie.Write(context.Response, text, remember ? now + LengthOf(stage, remember) : null);
    }

    /// <summary>The browser's session, or null.</summary>
    public async Task<SessionRow?> FindAsync(HttpContext context)
    {
        if (SessionCookie.Read(context.Request, secret) is not { } hash) return null;
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var session = await store.FindAsync(hash, nowMs);
        if (session is { Stage: (long)SessionStage.SignedIn } && nowMs - session.SeenAt > TouchMs)
            await store.TouchAsync(hash, nowMs, nowMs + (long)LengthOf(SessionStage.SignedIn, session.Remember).TotalMilliseconds);
        return session;
    }

    /// <summary>What tells whether the browser's session is not over, without being a sign of life.</summary>
    public Func<Task<bool>> Watch(HttpContext context)
    {
        var hash = SessionCookie.Read(context.Request, secret);
        return async () => hash is not null
            && await store.FindAsync(hash, clock.GetUtcNow().ToUnixTimeMilliseconds()) is { Stage: (long)SessionStage.SignedIn };
    }

    /// <summary>Ends the browser's session, if it has one.</summary>
    public async Task EndAsync(HttpContext context, User user)
    {
        if (await FindAsync(context) is { } session) await store.EndAsync(session.UserId, session.Id, Actor.Of(context, user.Id, user.Email));
        SessionCookie.Clear(context.Response);
    }

    /// <summary>A user's, the newest first.</summary>
    public Task<List<SessionRow>> ListAsync(string userId) => store.ListAsync(userId, clock.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Ends one of a user's sessions; nothing happens when they have none of this id.</summary>
    public Task EndAsync(HttpContext context, User user, string sessionId) =>
        store.EndAsync(user.Id, sessionId, Actor.Of(context, user.Id, user.Email));

    private TimeSpan LengthOf(SessionStage stage, bool remember)
    {
        if (stage == SessionStage.NeedsCode) return CodeTime;
        return remember ? TimeSpan.FromDays(options.SessionRememberDays) : TimeSpan.FromHours(options.SessionHours);
    }
}
