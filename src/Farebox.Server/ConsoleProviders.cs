using Farebox.ConsolePages;
using Farebox.Server.Accounts.External;
using Farebox.Server.Accounts.Sessions;
using Farebox.Server.Platform;

namespace Farebox.Server;

/// <summary>Shows the console's pages by which providers people sign in.</summary>
internal sealed class ConsoleProviders(ProviderList providers, LoginStore logins, LinkTickets tickets, SessionDesk sessions) : ISignInProviders
{
    /// <inheritdoc/>
    public IReadOnlyList<SignInChoice> Choices => [.. providers.All.Select(provider => new SignInChoice(provider.Name, AddressOf(provider)))];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AccountProvider>> ListAsync(HttpContext context, Visitor visitor)
    {
        if (providers.All.Count == 0 || await sessions.FindAsync(context) is not { } session) return [];
        var linked = await logins.ListAsync(visitor.Id);
        return
        [
            .. from provider in providers.All
               let login = linked.Find(row => row.Issuer == provider.Issuer)
               let address = login is null ? $"{AddressOf(provider)}?link={tickets.For(session.Id)}" : null
               select new AccountProvider(provider.Id, provider.Name, login is not null, login?.Email, address),
        ];
    }

    /// <inheritdoc/>
    public async Task<string?> RemoveAsync(HttpContext context, Visitor visitor, string id) =>
        providers.Find(id) is { } provider && await logins.RemoveAsync(visitor.Id, provider.Issuer, Actor.Of(context, visitor.Id, visitor.Email))
            ? null
            : "provider-last";

    private static string AddressOf(SignInProvider provider) => $"{ExternalForms.Root}/{provider.Id}";
}
