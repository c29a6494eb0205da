using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Farebox.Server.Accounts.Users;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Microsoft.AspNetCore.Identity;

namespace Farebox.Server.Accounts.SignIn;

/// <summary>
/// What opens the links in letters, for Identity: a moment, and an HMAC over it, the purpose and the user's security stamp. Whatever changes
/// the stamp, such as a new password, makes every link before it worthless; but for one that takes an account back.
/// </summary>
internal sealed class LinkTokens(InstallationSecret secret, FareboxOptions options, TimeProvider clock) : IUserTwoFactorTokenProvider<User>
{
    /// <summary>As Identity knows it.</summary>
    public const string Provider = "link";

    /// <summary>The purpose of what puts an address back, without that address at its end.</summary>
    public const string UndoEmail = "UndoEmail:";

    private const int MomentBytes = sizeof(long);
    private const int TokenBytes = MomentBytes + HMACSHA256.HashSizeInBytes;
    private static readonly int TokenLength = Base64Url.GetEncodedLength(TokenBytes);

    /// <summary>Makes one for a purpose of <see cref="UserManager{TUser}"/>'s.</summary>
    public string Create(User user, string purpose)
    {
        var ends = (clock.GetUtcNow() + LifeOf(purpose)).ToUnixTimeSeconds();
        return Base64Url.EncodeToString(Sign(user, purpose, ends));
    }

    /// <inheritdoc/>
    public Task<string> GenerateAsync(string purpose, UserManager<User> manager, User user) => Task.FromResult(Create(user, purpose));

    /// <inheritdoc/>
    public Task<bool> ValidateAsync(string purpose, string token, UserManager<User> manager, User user) => Task.FromResult(IsValid(user, purpose, token));

    /// <inheritdoc/>
    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<User> manager, User user) => Task.FromResult(false);

    private bool IsValid(User user, string purpose, string token)
    {
        Span<byte> bytes = stackalloc byte[TokenBytes];
        if (token.Length != TokenLength) return false;

        // TryDecodeFromChars throws for what is no Base64Url; it only tries whether there is room.
        if (Base64Url.DecodeFromChars(token, bytes, out _, out var length) != OperationStatus.Done || length != TokenBytes) return false;
        var ends = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return CryptographicOperations.FixedTimeEquals(bytes, Sign(user, purpose, ends)) && clock.GetUtcNow().ToUnixTimeSeconds() < ends;
    }

    // A confirmation is over with the first: it changes no stamp, so it is bound to there being none yet.
    private byte[] Sign(User user, string purpose, long ends)
    {
        var token = new byte[TokenBytes];
        BinaryPrimitives.WriteInt64BigEndian(token, ends);
        var state = purpose == UserManager<User>.ConfirmEmailTokenPurpose && user.EmailConfirmed ? "done" : "";
        var said = string.Create(CultureInfo.InvariantCulture, $"link\n{user.Id}\n{BoundTo(user, purpose)}\n{state}\n{ends}\n{purpose}");
        secret.Hash(Encoding.UTF8.GetBytes(said), token.AsSpan(MomentBytes));
        return token;
    }

    // What puts an address back outlives whatever a thief does next: another password, and yet another address. The address that
    // the thief gave it gets none; see EmailDesk.
    private static string BoundTo(User user, string purpose) =>
        purpose.StartsWith(UndoEmail, StringComparison.Ordinal) ? "" : $"{user.SecurityStamp}\n{user.NormalizedEmail}";

    private TimeSpan LifeOf(string purpose) => purpose == UserManager<User>.ResetPasswordTokenPurpose
        ? TimeSpan.FromMinutes(options.ResetLinkMinutes)
        : TimeSpan.FromHours(options.ConfirmLinkHours);
}
