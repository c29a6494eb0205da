using Farebox.Server.Accounts.Invites;
using Farebox.Server.Accounts.External;
using Farebox.Server.Accounts.Limiting;
using Farebox.Server.Accounts.Mail;
using Farebox.Server.Accounts.Members;
using Farebox.Server.Accounts.Sessions;
using Farebox.Server.Accounts.SignIn;
using Farebox.Server.Accounts.SignUp;
using Farebox.Server.Accounts.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Accounts;

/// <summary>Puts the slice into the server.</summary>
internal static class AccountsSlice
{
    /// <summary>Adds its services.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services) => services
        .AddMail()
        .AddSingleton<OrganizationStore>()
        .AddSingleton<ProjectStore>()
        .AddSingleton<DefaultAccounts>()
        .AddSingleton<MemberStore>()
        .AddSingleton<FormLimits>()
        .AddSingleton<InviteStore>()
        .AddSingleton<InviteRules>()
        .AddSingleton<InviteEndpoints>()
        .AddSingleton<OrganizationEndpoints>()
        .AddSingleton<ProjectEndpoints>()
        .AddSingleton<MemberEndpoints>()
        .AddSingleton<UserDirectoryStore>()
        .AddSingleton<SignUpUpkeep>()
        .AddHostedService(provider => provider.GetRequiredService<SignUpUpkeep>())
        .AddSingleton<UserEndpoints>();

    /// <summary>Adds what people sign in with, for whoever shows the console: it takes ASP.NET Core's data protection over.</summary>
    public static IServiceCollection AddAccountsForms(this IServiceCollection services) => services
        .AddUsers()
        .AddSingleton<SessionStore>()
        .AddSingleton<SessionDesk>()
        .AddSingleton<SetUpCode>()
        .AddSingleton<SignInForms>()
        .AddSingleton<SignUpRules>()
        .AddSingleton<FirstOrganization>()
        .AddSingleton<UnknownAddresses>()
        .AddSingleton<LinkTokens>()
        .AddScoped<AuthenticatorCodes>()
        .AddScoped<OwnerCheck>()
        .AddScoped<Tries>()
        .AddScoped<SignInDesk>()
        .AddScoped<SignUpDesk>()
        .AddScoped<PasswordDesk>()
        .AddScoped<EmailDesk>()
        .AddScoped<InviteDesk>()
        .AddExternal();

    private static IServiceCollection AddExternal(this IServiceCollection services) => services
        .AddSingleton<ProviderList>()
        .AddSingleton<ProviderHttp>()
        .AddSingleton<ProviderDirectory>()
        .AddSingleton<ProviderClient>()
        .AddSingleton<IdTokens>()
        .AddSingleton<AttemptCookie>()
        .AddSingleton<LoginStore>()
        .AddSingleton<UnlinkedLetter>()
        .AddSingleton<ExternalForms>()
        .AddScoped<ExternalDesk>();

    /// <summary>Adds its routes.</summary>
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.ServiceProvider.GetRequiredService<OrganizationEndpoints>().Map(routes);
        routes.ServiceProvider.GetRequiredService<ProjectEndpoints>().Map(routes);
        routes.ServiceProvider.GetRequiredService<InviteEndpoints>().Map(routes);
        routes.ServiceProvider.GetRequiredService<MemberEndpoints>().Map(routes);
        routes.ServiceProvider.GetRequiredService<UserEndpoints>().Map(routes);
    }

    /// <summary>Adds the forms of the console, for whoever shows it.</summary>
    public static void MapAccountsForms(this IEndpointRouteBuilder routes)
    {
        routes.ServiceProvider.GetRequiredService<SignInForms>().Map(routes);
        routes.ServiceProvider.GetRequiredService<ExternalForms>().Map(routes);
    }
}
