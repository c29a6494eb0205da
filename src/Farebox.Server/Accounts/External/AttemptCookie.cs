using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Farebox.Contracts;
using Farebox.Server.Platform;

namespace Farebox.Server.Accounts.External;

/// <summary>Keeps an attempt in the browser that began it.</summary>
internal sealed class AttemptCookie(InstallationSecret secret, TimeProvider clock)
{
    private const string Name = "farebox-provider";
    private const string Purpose = "sign-in attempt";
    private const int MaxLength = 2048;

    /// <summary>Gives it to the browser.</summary>
    public void Write(HttpResponse response, Attempt attempt) => response.Cookies.Append(
        Name, Base64Url.EncodeToString(secret.Encrypt(JsonSerializer.SerializeToUtf8Bytes(attempt, FareboxJson.Options), Purpose)), Flags(response));

    /// <summary>Takes it from the browser, for good: an answer counts once. Null when there is none, or when it is over.</summary>
    public Attempt? Take(HttpContext context)
    {
        if (context.Request.Cookies[Name] is not { Length: > 0 and <= MaxLength } text) return null;
        context.Response.Cookies.Delete(Name, Flags(context.Response));
        return Read(text) is { } attempt && clock.GetUtcNow().ToUnixTimeSeconds() < attempt.EndsAt ? attempt : null;
    }

    private Attempt? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Attempt>(secret.Decrypt(Base64Url.DecodeFromChars(text), Purpose), FareboxJson.Options);
        }
        catch (Exception e) when (e is CryptographicException or FormatException or JsonException)
        {
            return null; // Not one of ours.
        }
    }

    // Lax: the provider sends the browser back here by a link.
    private static CookieOptions Flags(HttpResponse response) => new()
    {
        HttpOnly = true, Secure = response.HttpContext.Request.IsHttps, SameSite = SameSiteMode.Lax, Path = ExternalForms.Root, IsEssential = true,
    };
}
