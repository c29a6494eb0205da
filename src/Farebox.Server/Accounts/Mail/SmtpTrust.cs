using System.Security.Cryptography.X509Certificates;

namespace Farebox.Server.Accounts.Mail;

/// <summary>Which certificates of mail servers are believed.</summary>
/// <param name="Policy">Null for the system's.</param>
internal sealed record SmtpTrust(X509ChainPolicy? Policy);
