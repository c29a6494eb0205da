using System.Data.Common;
using Farebox.ConsolePages;

namespace Farebox.Server.Accounts.Mail;

/// <summary>Where letters are posted: with what they are about, or by themselves. See <see cref="LetterWriter.Write"/> for what they say.</summary>
internal sealed class LetterPost(LetterWriter writer, LetterSeal seal, LetterStore store, MailBell bell)
{
    /// <summary>Stores one in the transaction of what it is about; <see cref="MailBell"/> is rung when that is done.</summary>
    public void Add(DbConnection connection, string to, PageLanguage language, string kind, string path, params object[] more) =>
        LetterStore.Add(connection, seal.Close(writer.Write(to, language, kind, path, more)));

    /// <summary>The same for a reader of unknown language.</summary>
    public void AddForAnybody(DbConnection connection, string to, string kind, string path, Func<PageLanguage, object[]> more) =>
        LetterStore.Add(connection, seal.Close(writer.WriteForAnybody(to, kind, path, more)));

    /// <summary>Sends one that is about no change.</summary>
    public async Task SendAsync(string to, PageLanguage language, string kind, string path, params object[] more)
    {
        await store.AddAsync(seal.Close(writer.Write(to, language, kind, path, more)));
        bell.Ring();
    }
}
