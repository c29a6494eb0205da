using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Farebox.ConsolePages;

namespace Farebox.Server.Accounts.External;

/// <summary>What the browser keeps, encrypted, while its owner is at a provider: nobody else can bring the answer, and not twice.</summary>
/// <param name="State">Comes back with the answer (RFC 6749, section 10.12).</param>
/// <param name="Nonce">Comes back in the token, so that it is of this very attempt.</param>
/// <param name="Verifier">Shown with the code, so that a stolen one opens nothing (RFC 7636).</param>
/// <param name="SessionId">Of whoever links the provider to their account; null at sign-in.</param>
/// <param name="EndsAt">Unix seconds.</param>
/// <param name="Next">The page to go on to, checked by <see cref="NextPage.Check"/>; null: the first.</param>
internal sealed record Attempt(string ProviderId, string State, string Nonce, string Verifier, string? SessionId, long EndsAt, string? Next)
{
    private const int SecretBytes = 32;

    /// <summary>A new one; each of its secrets has 256 random bits.</summary>
    public static Attempt Begin(string providerId, string? sessionId, long endsAt, string? next) =>
        new(providerId, Secret(), Secret(), Secret(), sessionId, endsAt, next);

    /// <summary>Of the verifier, by method <c>S256</c>.</summary>
    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    /// <summary>Whether an answer belongs to it.</summary>
    public bool Matches(string state) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(State));

    private static string Secret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
}
