using Farebox.ConsolePages;
using Farebox.Server.Accounts.Users;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Accounts.SignIn;

/// <summary>ASP.NET Core Identity as Farebox uses it: its rules and its cryptography, over our store and our sessions.</summary>
internal static class IdentitySetup
{
    // What OWASP asks for PBKDF2 with HMAC-SHA-512.
    private const int PasswordIterations = 210_000;

    /// <summary>Adds its services.</summary>
    public static IServiceCollection AddUsers(this IServiceCollection services)
    {
        services.AddOptions<IdentityOptions>().Configure<FareboxOptions>((identity, options) =>
        {
            identity.User.RequireUniqueEmail = true;
            identity.User.AllowedUserNameCharacters = ""; // The name is the address; that one is checked as such.
            identity.Password.RequiredLength = options.PasswordMinLength;

            // Length is what counts (NIST SP 800-63B, section 3.1.1.2): no rules on kinds of characters.
            identity.Password.RequireDigit = identity.Password.RequireLowercase = false;
            identity.Password.RequireUppercase = identity.Password.RequireNonAlphanumeric = false;

            identity.Tokens.EmailConfirmationTokenProvider = LinkTokens.Provider;
            identity.Tokens.ChangeEmailTokenProvider = LinkTokens.Provider;
            identity.Tokens.PasswordResetTokenProvider = LinkTokens.Provider;
        });
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = PasswordIterations);
        services.AddSingleton<UserStore>();
        services.AddSingleton<IUserStore<User>>(provider => provider.GetRequiredService<UserStore>());
        services.AddIdentityCore<User>().AddDefaultTokenProviders().AddTokenProvider<LinkTokens>(LinkTokens.Provider);
        services.AddOptions<FormOptions>().Configure<FareboxOptions>((forms, options) => FormReader.Configure(forms, options.MaxFormBytes));
        services.AddSingleton<IAntiforgery, FormGuard>();
        return services.AddSingleton<IDataProtectionProvider, SecretDataProtection>();
    }
}
