using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Farebox.Contracts.Audit;
using Farebox.Server.Accounts.Users;
using Farebox.Server.Platform;
using Microsoft.AspNetCore.Identity;

namespace Farebox.Server.Accounts.SignIn;

/// <summary>
/// Codes of authenticator apps (RFC 6238). Identity's own check takes a code again as long as it is good; this one takes none twice, and none older
/// than the last (RFC 6238, section 5.2).
/// </summary>
internal sealed class AuthenticatorCodes(UserManager<User> users, TimeProvider clock)
{
    private const int StepSeconds = 30;
    private const int Drift = 1; // Steps that a telephone's clock may be off.
    private const int Digits = 6;
    private const int Modulus = 1_000_000;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>Whether it takes the code. The user remembers it then; whoever asks writes that down before letting anybody in.</summary>
    public async Task<bool> TakeAsync(User user, string code)
    {
        if (code.Length != Digits || await users.GetAuthenticatorKeyAsync(user) is not { } text) return false;
        var (key, now) = (Decode(text), clock.GetUtcNow().ToUnixTimeSeconds() / StepSeconds);
        for (var step = Math.Max(now - Drift, user.LastCodeStep + 1); step <= now + Drift; step++)
        {
            if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(At(key, step)), Encoding.UTF8.GetBytes(code))) continue;
            user.LastCodeStep = step;
            return true;
        }

        return false;
    }

    /// <summary>Takes a code of the app, or else one of the recovery codes, and writes down that it is used.</summary>
    public async Task<bool> RedeemAsync(HttpContext context, User user, string code)
    {
        if (await TakeAsync(user, string.Concat(code.Where(char.IsAsciiLetterOrDigit))) && (await users.UpdateAsync(user)).Succeeded) return true;
        user.Change = new UserChange(Actor.Of(context, user.Id, user.Email), AuditEventTypes.UserUpdated);
        var redeemed = await users.RedeemTwoFactorRecoveryCodeAsync(user, code.Trim());
        user.Change = null;
        return redeemed.Succeeded;
    }

    /// <summary>The code of a step of time.</summary>
    internal static string At(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // The algorithm that authenticator apps know; HMAC does not depend on what SHA-1 is weak in.
        var hash = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0x0f)) & int.MaxValue;
        return (number % Modulus).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The bytes of a key as it is typed in.</summary>
    internal static byte[] Decode(string text)
    {
        var (bytes, buffer, bits) = (new List<byte>(text.Length), 0, 0);
        foreach (var c in text.TrimEnd('='))
        {
            buffer = ((buffer << 5) | Base32.IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal)) & 0xfff;
            bits += 5;
            if (bits < 8) continue;
            bits -= 8;
            bytes.Add((byte)((buffer >> bits) & 0xff));
        }

        return [.. bytes];
    }
}
