using System.Globalization;
using System.Text;

namespace Farebox.Server.Accounts.Mail;

/// <summary>A letter on the wire and in files (RFC 5322, RFC 2045, RFC 2047): one part of plain text.</summary>
internal static class MailMessage
{
    private const int EncodedWordBytes = 39; // 52 characters of base64, so that a line of the head has less than 76.
    private const int Base64LineLength = 76;

    /// <summary>The message, its lines ended by CR LF.</summary>
    /// <param name="allow8Bit">Whether text may go out as it is; otherwise as base64, unless it is ASCII.</param>
    /// <exception cref="FormatException">An address or the subject would break out of its line.</exception>
    public static byte[] Write(Letter letter, string from, string id, DateTimeOffset at, bool allow8Bit)
    {
        if (letter.Subject.Any(char.IsControl) || EmailAddress.Clean(letter.To) != letter.To || EmailAddress.Clean(from) != from)
            throw new FormatException("An address or the subject of a letter cannot stand in its head.");
        var encoding = Ascii.IsValid(letter.Text) ? "7bit" : allow8Bit ? "8bit" : "base64";
        var text = letter.Text.ReplaceLineEndings("\r\n");
        var head = $"""
            From: Farebox <{from}>
            To: <{letter.To}>
            Subject: {Header(letter.Subject)}
            Date: {at.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture)}
            Message-ID: <{id}@{EmailAddress.DomainOf(from)}>
            Auto-Submitted: auto-generated
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: {encoding}
            """.ReplaceLineEndings("\r\n");
        var body = encoding == "base64" ? Base64(text) : text;
        return Encoding.UTF8.GetBytes($"{head}\r\n\r\n{body}\r\n");
    }

    private static string Base64(string text) => string.Join(
        "\r\n", Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).Chunk(Base64LineLength).Select(line => new string(line)));

    // Words of whole characters each: a reader decodes them one by one.
    private static string Header(string text)
    {
        if (Ascii.IsValid(text) && text.Length <= Base64LineLength) return text;
        var (words, word, bytes) = (new List<string>(), new StringBuilder(), 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if (bytes + rune.Utf8SequenceLength > EncodedWordBytes)
            {
                words.Add(word.ToString());
                word.Clear();
                bytes = 0;
            }

            word.Append(rune.ToString());
            bytes += rune.Utf8SequenceLength;
        }

        words.Add(word.ToString());
        return string.Join("\r\n ", words.Select(part => $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(part))}?="));
    }
}
