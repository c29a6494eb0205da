namespace Farebox.Server.Accounts.Mail;

/// <summary>A letter as its reader gets it: plain text.</summary>
/// <param name="To">An address that <see cref="EmailAddress.Clean"/> took.</param>
internal sealed record Letter(string To, string Subject, string Text);
