using Farebox.Server.Accounts.Mail;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Accounts.SignUp;

/// <summary>Who may make an account, by whatever they prove their address with: a letter, an invitation, another provider.</summary>
internal sealed class SignUpRules(FareboxOptions options)
{
    public const string Closed = "closed";
    public const string Domain = "domain";
    public const string Open = "open";

    /// <summary>Whether there is a form for people whom nobody invited.</summary>
    public bool TakesStrangers => options.SignUp is Open or Domain;

    /// <summary>Whether somebody may, and if not the word for why.</summary>
    /// <param name="email">An address that is, or is going to be, proven.</param>
    /// <param name="isInvited">Whether an invitation to this very address is open.</param>
    public string? Refuse(string email, bool isInvited) => options.SignUp switch
    {
        Closed => "sign-up-closed",
        _ when isInvited => null,
        Open => null,
        Domain => options.SignUpDomains.Contains(EmailAddress.DomainOf(email), StringComparer.OrdinalIgnoreCase) ? null : "sign-up-domain",
        _ => "sign-up-invited",
    };
}
