using System.Data.Common;
using Farebox.ConsolePages;
using Farebox.Server.Accounts.Mail;
using Farebox.Server.Accounts.Users;
using Farebox.Server.Storage;

namespace Farebox.Server.Accounts.External;

/// <summary>Unlinks all of a user's providers when they choose another password by a letter's link, and tells them which.</summary>
internal sealed class UnlinkedLetter(ProviderList providers, LetterPost letters)
{
    /// <summary>In the transaction of the password. Nothing when none is linked.</summary>
    public void Send(DbConnection connection, AuditTrail trail, User user, PageLanguage language)
    {
        var names = LoginStore.RemoveAll(connection, trail, user.Id).Select(NameOf).ToList();
        if (names.Count == 0) return;
        letters.Add(connection, user.Email, language, "unlinked", ExternalForms.AccountPage, string.Join(language.Text["list_comma"], names));
    }

    // One that was taken out of the file meanwhile is known by its address alone.
    private string NameOf(string issuer) => providers.All.FirstOrDefault(provider => provider.Issuer == issuer)?.Name ?? issuer;
}
