using Farebox.ConsolePages;
using Farebox.Server.Accounts.External;
using Farebox.Server.Accounts.Sessions;
using Farebox.Server.Accounts.SignIn;
using Farebox.Server.Accounts.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server;

/// <summary>Shows the console's pages by which providers people sign in.</summary>
internal sealed class ConsoleProviders(ProviderList providers, LoginStore logins, ExternalForms forms, SessionDesk sessions, UserStore users) : ISignInProviders
{
    /// <inheritdoc/>
    public IReadOnlyList<SignInChoice> Choices =>
        [.. providers.All.Select(provider => new SignInChoice(provider.Name, $"{ExternalForms.Root}/{provider.Id}"))];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AccountProvider>> ListAsync(Visitor visitor)
    {
        if (providers.All.Count == 0) return [];
        var linked = await logins.ListAsync(visitor.Id);
        return
        [
            .. from provider in providers.All
               let login = linked.Find(row => row.Issuer == provider.Issuer)
               select new AccountProvider(provider.Id, provider.Name, login is not null, login?.Email),
        ];
    }

    /// <inheritdoc/>
    public async Task<LinkResult> LinkAsync(HttpContext context, Visitor visitor, string id, string password, string code)
    {
        if (providers.Find(id) is not { } provider) return new LinkResult(null, "provider-failed");
        var user = await users.FindByIdAsync(visitor.Id, context.RequestAborted);
        if (user is null || await sessions.FindAsync(context) is not { } session) return new LinkResult(null, "provider-attempt");
        var check = context.RequestServices.GetRequiredService<OwnerCheck>();
        var passed = await check.PassAsync(context, user, session, password, code);
        if (passed is { Error: { } } or { Wait: { } }) return new LinkResult(null, passed.Error, passed.Wait);
        return await forms.BeginAsync(context, provider, session.Id) is { } address ? new LinkResult(address) : new LinkResult(null, "provider-failed");
    }

    /// <inheritdoc/>
    public async Task<string?> RemoveAsync(HttpContext context, Visitor visitor, string id)
    {
        var desk = context.RequestServices.GetRequiredService<ExternalDesk>();
        return providers.Find(id) is { } provider && await desk.UnlinkAsync(context, provider, visitor.Id, visitor.Email) ? null : "provider-last";
    }
}
