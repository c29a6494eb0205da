namespace Farebox.Server.Accounts.Mail;

/// <summary>One row of <c>letters</c>. Times are Unix milliseconds.</summary>
internal sealed record LetterRow
{
    public required string Id { get; init; }

    /// <summary>Encrypted by <see cref="LetterSeal"/>.</summary>
    public required byte[] Content { get; init; }
    public long Attempts { get; init; }
    public required long CreatedAt { get; init; }
    public required long NextAt { get; init; }
}
