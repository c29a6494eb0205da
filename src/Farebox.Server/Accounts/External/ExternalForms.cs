using Farebox.ConsolePages;
using Farebox.Server.Accounts.Limiting;
using Farebox.Server.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Accounts.External;

/// <summary>Sends browsers to providers, and takes them in when they come back.</summary>
internal sealed class ExternalForms(
    ProviderList providers, ProviderClient client, AttemptCookie cookie, FormLimits limits, TimeProvider clock, ILogger<ExternalForms> logger)
{
    /// <summary>Where all of it is.</summary>
    public const string Root = "/console/sign-in/with";

    /// <summary>Where somebody links a provider, and comes back to.</summary>
    public const string AccountPage = "/console/account";

    private const string SignInPage = "/console/sign-in";
    private const int MaxFieldLength = 4096;
    private const int MaxAnswers = 50_000;
    private static readonly TimeSpan AttemptTime = TimeSpan.FromMinutes(10);

    // Answers that came: each counts once, also where its cookie was copied. Known here for as long as the attempt is good.
    private readonly SlidingWindow _answers = new(1, AttemptTime, MaxAnswers, clock);

    /// <summary>Begins an attempt in this browser. Where to send it; null when the provider cannot be asked.</summary>
    /// <param name="sessionId">Of whoever links the provider to their account, and has shown that it is theirs; null at sign-in.</param>
    /// <param name="next">The page to go on to after sign-in, checked; null: the first.</param>
    public async Task<string?> BeginAsync(HttpContext context, SignInProvider provider, string? sessionId, string? next = null)
    {
        var attempt = Attempt.Begin(provider.Id, sessionId, (clock.GetUtcNow() + AttemptTime).ToUnixTimeSeconds(), next);
        try
        {
            var address = await client.AddressAsync(provider, attempt, context.RequestAborted);
            cookie.Write(context.Response, attempt);
            return address;
        }
        catch (ProviderException e)
        {
            ExternalLog.Failed(logger, provider.Id, LogText.Line(e.Message));
            return null;
        }
    }

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        // By link and not by form: a page's policy lets forms go nowhere but here.
        routes.MapGet(Root + "/{provider}", (RequestDelegate)LeaveAsync).ExcludeFromDescription();
        routes.MapGet(Root + "/{provider}/return", (RequestDelegate)ReturnAsync).ExcludeFromDescription();
    }

    private async Task LeaveAsync(HttpContext context)
    {
        if (Find(context) is not { } provider)
        {
            await ApiErrors.WriteUnknownUrlAsync(context);
            return;
        }

        if (limits.SignIn(context) is { } wait)
        {
            await WaitAnswer.ShowAsync(context, wait);
            return;
        }

        var next = NextPage.Check(Field(context, NextPage.Name));
        var address = await BeginAsync(context, provider, sessionId: null, next);
        context.Response.Redirect(address ?? NextPage.Along(SignInPage + "?error=provider-failed", next));
    }

    private async Task ReturnAsync(HttpContext context)
    {
        if (limits.SignIn(context) is { } wait)
        {
            await WaitAnswer.ShowAsync(context, wait);
            return;
        }

        var attempt = cookie.Take(context);
        if (Find(context) is not { } provider || attempt is null || attempt.ProviderId != provider.Id || !attempt.Matches(Field(context, "state"))
            || _answers.Take(attempt.State) is not null)
        {
            context.Response.Redirect(SignInPage + "?error=provider-attempt");
            return;
        }

        var page = attempt.SessionId is null ? SignInPage : AccountPage;
        if (Field(context, "error").Length > 0 || Field(context, "code") is not { Length: > 0 } code)
        {
            context.Response.Redirect(page + "?error=provider-declined");
            return;
        }

        try
        {
            var issuer = context.Request.Query.ContainsKey("iss") ? Field(context, "iss") : null;
            var who = await client.IdentifyAsync(provider, attempt, code, issuer, context.RequestAborted);
            var desk = context.RequestServices.GetRequiredService<ExternalDesk>();
            var error = attempt.SessionId is { } sessionId
                ? await desk.LinkAsync(context, provider, who, sessionId)
                : await desk.SignInAsync(context, provider, who);
            var done = attempt.SessionId is null ? attempt.Next ?? "/console" : AccountPage + "?done=provider-added";
            context.Response.Redirect(error is null ? done : $"{page}?error={error}");
        }
        catch (ProviderException e)
        {
            ExternalLog.Failed(logger, provider.Id, LogText.Line(e.Message));
            context.Response.Redirect(page + "?error=provider-failed");
        }
    }

    private SignInProvider? Find(HttpContext context) => providers.Find((string)context.Request.RouteValues["provider"]!);

    private static string Field(HttpContext context, string name) => context.Request.Query[name].ToString() is { Length: <= MaxFieldLength } text ? text : "";
}
