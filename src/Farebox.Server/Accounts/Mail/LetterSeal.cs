using System.Text.Json;
using Farebox.Contracts;
using Farebox.Server.Platform;

namespace Farebox.Server.Accounts.Mail;

/// <summary>Makes rows of letters and back. Their links open things, so that a copy of the store alone must not give them away.</summary>
internal sealed class LetterSeal(InstallationSecret secret, IdSource ids, TimeProvider clock)
{
    private const string Purpose = "farebox letter ";

    /// <summary>To be sent as soon as it is stored.</summary>
    public LetterRow Close(Letter letter)
    {
        var (id, nowMs) = (ids.Next("letter_"), clock.GetUtcNow().ToUnixTimeMilliseconds());
        var content = secret.Encrypt(JsonSerializer.SerializeToUtf8Bytes(letter, FareboxJson.Options), Purpose + id);
        return new LetterRow { Id = id, Content = content, CreatedAt = nowMs, NextAt = nowMs };
    }

    /// <summary>Undoes <see cref="Close"/>.</summary>
    public Letter Open(LetterRow row) => JsonSerializer.Deserialize<Letter>(secret.Decrypt(row.Content, Purpose + row.Id), FareboxJson.Options)!;
}
