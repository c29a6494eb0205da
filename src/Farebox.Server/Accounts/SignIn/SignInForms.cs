using Farebox.ConsolePages;
using Farebox.Contracts.Audit;
using Farebox.Server.Accounts.Limiting;
using Farebox.Server.Accounts.Mail;
using Farebox.Server.Accounts.Members;
using Farebox.Server.Accounts.Sessions;
using Farebox.Server.Accounts.Users;
using Farebox.Server.Platform;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Accounts.SignIn;

/// <summary>
/// The forms of the console that end in a session or in none: set-up, sign-in, its code, sign-out. What is refused is shown again as it was typed, but for
/// passwords; where nothing is worth keeping, what went wrong goes along as a word in the address, and the page spells it out.
/// </summary>
internal sealed class SignInForms(
    UserStore store, SessionDesk sessions, MemberStore members, SetUpCode code, FormLimits limits, IdSource ids, TimeProvider clock)
{
    private const string Home = "/console";
    private const string CodePage = "/console/sign-in/code";
    private const int MaxFieldLength = 1024;

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        MapForm("/console/set-up", SetUpAsync);
        MapForm("/console/sign-in", SignInAsync);
        MapForm(CodePage, EnterCodeAsync);
        MapForm("/console/sign-out", SignOutAsync, Home);

        void MapForm(string path, Func<HttpContext, IFormCollection, Task<string?>> handle, string? page = null) =>
            routes.MapPost(path, (RequestDelegate)(context => TakeAsync(context, handle, page ?? path))).ExcludeFromDescription();
    }

    private static async Task TakeAsync(HttpContext context, Func<HttpContext, IFormCollection, Task<string?>> handle, string page)
    {
        var (form, refusal) = await FormReader.ReadAsync(context);
        if (form is null)
        {
            await ProblemAnswer.ShowAsync(context, refusal);
            return;
        }

        // An old page, or another site's form: asked again from a fresh page, the former works.
        var ours = await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context);
        var address = ours ? await handle(context, form) : NextPage.Along(page + "?error=stale", Next(form));
        if (address is not null) context.Response.Redirect(address);
    }

    private async Task<string?> SetUpAsync(HttpContext context, IFormCollection form)
    {
        if (await store.AnyAsync()) return "/console/sign-in";
        if (limits.SignIn(context, "set-up") is { } wait) return await WaitAsync(context, wait);
        if (!code.Matches(Field(form, "code"))) return await AgainAsync("code");
        if (EmailAddress.Clean(Field(form, "email")) is not { } email) return await AgainAsync("email");
        var user = new User
        {
            Id = ids.Next("user_"),
            Email = email,
            EmailConfirmed = true, // Whoever holds the code vouches for it.
            Name = Field(form, "name").Trim(),
            IsOperator = true,
            CreatedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
            ConcurrencyStamp = ids.Next(""),
        };
        var actor = Actor.Of(context, user.Id, user.Email);
        user.Change = new UserChange(actor, AuditEventTypes.UserAdded);
        var made = await Users(context).CreateAsync(user, Field(form, "password"));
        if (!made.Succeeded) return await AgainAsync(FormError.Of(made));
        await members.AddOwnerOfDefaultAsync(user.Id, user.CreatedAt, actor);
        await sessions.BeginAsync(context, user, SessionStage.SignedIn, remember: false);
        return Home;

        async Task<string?> AgainAsync(string error)
        {
            await SignInAnswer.SetUpAgainAsync(context, form, error);
            return null;
        }
    }

    private async Task<string?> SignInAsync(HttpContext context, IFormCollection form)
    {
        var email = Field(form, "email").Trim();
        if (limits.SignIn(context, email) is { } wait) return await WaitAsync(context, wait);
        var result = await Desk(context).EnterAsync(context, email, Field(form, "password"), form["remember"] == "on");
        if (result is SignInResult.SignedIn) return Next(form) ?? Home;
        if (result is SignInResult.NeedsCode) return NextPage.Along(CodePage, Next(form));
        await SignInAnswer.AskAgainAsync(context, form, WordOf(result));
        return null;
    }

    private async Task<string?> EnterCodeAsync(HttpContext context, IFormCollection form)
    {
        if (await sessions.FindAsync(context) is not { Stage: (long)SessionStage.NeedsCode } session)
            return NextPage.Along("/console/sign-in", Next(form));

        if (limits.SignIn(context, session.UserId) is { } wait) return await WaitAsync(context, wait);
        var result = await Desk(context).EnterCodeAsync(context, session, Field(form, "code"));
        return result is SignInResult.SignedIn ? Next(form) ?? Home : NextPage.Along($"{CodePage}?error={WordOf(result)}", Next(form));
    }

    private static async Task<string?> SignOutAsync(HttpContext context, IFormCollection form)
    {
        await Desk(context).LeaveAsync(context);
        return "/console/sign-in?done=signed-out";
    }

    // Answers at once: there is no address to go to.
    private static async Task<string?> WaitAsync(HttpContext context, TimeSpan wait)
    {
        await WaitAnswer.ShowAsync(context, wait);
        return null;
    }

    private static string WordOf(SignInResult result) => result switch
    {
        SignInResult.LockedOut => "locked",
        SignInResult.Unconfirmed => "unconfirmed",
        SignInResult.Disabled => "disabled",
        _ => "wrong",
    };

    private static string? Next(IFormCollection form) => NextPage.Check(form[NextPage.Name].ToString());

    private static string Field(IFormCollection form, string name) => form[name].ToString() is { Length: <= MaxFieldLength } text ? text : "";

    private static UserManager<User> Users(HttpContext context) => context.RequestServices.GetRequiredService<UserManager<User>>();

    private static SignInDesk Desk(HttpContext context) => context.RequestServices.GetRequiredService<SignInDesk>();
}
