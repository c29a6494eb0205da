using System.Net;

namespace Farebox.Server.Platform.Options;

/// <summary>Whether the options of mail and of links in it make sense.</summary>
internal static class MailValidation
{
    /// <summary>Adds a line per fault. Secrets are not repeated.</summary>
    public static void Check(FareboxOptions options, List<string> errors)
    {
        if (!IsAddress(options.MailFrom)) errors.Add($"`mail_from`: `{options.MailFrom}` is not an address such as farebox@example.org");
        if (options.SmtpHost.Length > 0 && Uri.CheckHostName(options.SmtpHost) == UriHostNameType.Unknown)
            errors.Add($"`smtp_host`: `{options.SmtpHost}` is not a host's name");
        if ((options.SmtpUser.Length > 0) != (options.SmtpPassword.Length > 0))
            errors.Add("`smtp_user` and `smtp_password` (FAREBOX_SMTP_PASSWORD): set both or neither");
        if (options.SmtpUser.Any(char.IsControl) || options.SmtpPassword.Any(char.IsControl))
            errors.Add("`smtp_user` and `smtp_password` (FAREBOX_SMTP_PASSWORD): must hold no control characters");
        if (options.SmtpUser.Length > 0 && options.SmtpTls == "off" && !IsLoopback(options.SmtpHost))
            errors.Add("`smtp_tls`: off would send `smtp_password` in the clear; use starttls or tls");
        if (options.PublicUrl.Length > 0 && !IsOrigin(options.PublicUrl))
            errors.Add($"`public_url`: `{options.PublicUrl}` is not an address such as https://farebox.example.org");
    }

    /// <summary>Adds a line per fault of the options about signing up.</summary>
    public static void CheckSignUp(FareboxOptions options, List<string> errors)
    {
        if (options.SignUp == "domain" && options.SignUpDomains.Length == 0) errors.Add("`sign_up`: domain needs `sign_up_domains`");
        foreach (var domain in options.SignUpDomains.Where(domain => Uri.CheckHostName(domain) != UriHostNameType.Dns))
            errors.Add($"`sign_up_domains`: `{domain}` is not a domain such as example.org");
    }

    private static bool IsAddress(string text) =>
        text.Split('@') is [{ Length: > 0 }, { Length: > 0 }] && text.All(c => c is > ' ' and <= '~' and not '<' and not '>' and not '"' and not ',');

    private static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));

    private static bool IsOrigin(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == text.TrimEnd('/') && uri.UserInfo.Length == 0;
}
