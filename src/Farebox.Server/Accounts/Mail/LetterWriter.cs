using System.Globalization;
using Farebox.ConsolePages;

namespace Farebox.Server.Accounts.Mail;

/// <summary>
/// Writes letters. Their texts are among those of the pages, named by the kind of letter: <c>letter_confirm</c> is a subject and
/// <c>letter_confirm_lead</c> what stands under it.
/// </summary>
internal sealed class LetterWriter(PublicAddress address)
{
    private const string Names = "letter_";

    /// <summary>In the reader's language.</summary>
    /// <param name="kind">The end of the texts' names.</param>
    /// <param name="path">Of the one link, from the root.</param>
    /// <param name="more">What else the texts name, from <c>{1}</c> on; <c>{0}</c> is the link.</param>
    public Letter Write(string to, PageLanguage language, string kind, string path, params object[] more) =>
        new(to, Fill(language.Text[Names + kind], "", more), Body(language, kind, path, more));

    /// <summary>In every language: for readers of whom none is known.</summary>
    public Letter WriteForAnybody(string to, string kind, string path, Func<PageLanguage, object[]> more) => new(
        to,
        string.Join(" · ", PageLanguage.All.Select(language => Fill(language.Text[Names + kind], "", more(language)))),
        string.Join("\n\n---\n\n", PageLanguage.All.Select(language => Body(language, kind, path, more(language)))));

    private string Body(PageLanguage language, string kind, string path, object[] more) =>
        Fill(language.Text[Names + kind + "_lead"], address.Text + path, more) + "\n\n" + Fill(language.Text[Names + "end"], address.Text, []) + "\n";

    private static string Fill(string text, string link, object[] more) => string.Format(CultureInfo.InvariantCulture, text, [link, .. more]);
}
