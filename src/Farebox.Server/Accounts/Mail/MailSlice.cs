using Farebox.Server.Platform.Options;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Farebox.Server.Accounts.Mail;

/// <summary>Puts mail into the server.</summary>
internal static class MailSlice
{
    /// <summary>Adds its services.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.TryAddSingleton(new SmtpTrust(null));
        return services
            .AddSingleton<LetterStore>()
            .AddSingleton<LetterSeal>()
            .AddSingleton<MailBell>()
            .AddSingleton<LetterWriter>()
            .AddSingleton<LetterPost>()
            .AddSingleton<PublicAddress>()
            .AddSingleton<Outbox>()
            .AddSingleton<SmtpRoute>()
            .AddSingleton<IMailRoute>(provider => provider.GetRequiredService<FareboxOptions>().SmtpHost.Length > 0
                ? provider.GetRequiredService<SmtpRoute>()
                : provider.GetRequiredService<Outbox>())
            .AddHostedService<Postman>();
    }
}
