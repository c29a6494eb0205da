using Farebox.Contracts.Operating;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Operating;

/// <summary>Whether people who make accounts come by an address that nobody listens to.</summary>
internal static class AddressCheck
{
    /// <summary>Of the address that links in letters, and returns from providers, begin with.</summary>
    public static HealthCheck Of(FareboxOptions options)
    {
        var text = options.PublicUrl.Length > 0 ? options.PublicUrl : options.Listen.FirstOrDefault() ?? "";
        var isOn = options.SignUp != "closed" || options.SignInProviders.Length > 0;
        var isPlain = Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp && !PlainListening.IsLoopback(address);
        return isOn && isPlain
            ? Finding.Warning(
                "public_url", "People may make accounts, and the links that they get are not https: whoever is on the way reads passwords.",
                "Set public_url to the https address by which people reach this server, and put a certificate there.", text)
            : Finding.Fine("public_url", "Links that people get are https, or nobody else gets any.");
    }
}
