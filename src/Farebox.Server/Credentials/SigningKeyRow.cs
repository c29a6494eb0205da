namespace Farebox.Server.Credentials;

/// <summary>One row of <c>signing_keys</c>; the private key is encrypted. Times are Unix milliseconds.</summary>
internal sealed record SigningKeyRow
{
    public required string Id { get; init; }
    public required byte[] PrivateKey { get; init; }
    public required long CreatedAt { get; init; }
}
