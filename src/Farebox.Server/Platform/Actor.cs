using Farebox.Kernel.Credentials;

namespace Farebox.Server.Platform;

/// <summary>
/// Who makes a management write, and from where. It is handed along to the store: no write is made without one, and the audit log keeps it.
/// </summary>
public sealed record Actor
{
    private const int MaxUserAgentLength = 256;

    /// <summary>The server by itself: at its first start, say.</summary>
    public static Actor Server { get; } = new() { Kind = "server" };

    /// <summary>Of somebody who is signed in to the console.</summary>
    public const string Session = "session";

    /// <summary><c>api_key</c>, <c>admin_key</c>, <c>access_token</c>, <c>session</c> or <c>server</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Of a <see cref="Session"/>; <see cref="Masked"/> is then their address.</summary>
    public string? UserId { get; init; }

    /// <summary>Id of the key; for an access token, of the key that it comes from.</summary>
    public string? KeyId { get; init; }
    public string? TokenId { get; init; }

    /// <summary>The credential as it may be shown.</summary>
    public string? Masked { get; init; }
    public string? Address { get; init; }
    public string? UserAgent { get; init; }
    public string? RequestId { get; init; }

    /// <summary>Whoever sent a call.</summary>
    public static Actor Of(HttpContext context, Grant grant, string masked) => new()
    {
        Kind = grant.Kind switch
        {
            CredentialKind.ApiKey => "api_key",
            CredentialKind.AdminKey => "admin_key",
            _ => "access_token",
        },
        KeyId = grant.KeyId,
        TokenId = grant.TokenId,
        Masked = masked,
        Address = AddressOf(context),
        UserAgent = UserAgentOf(context),
        RequestId = context.Features.Get<RequestState>()?.Id.ToString(),
    };

    /// <summary>Whoever sent a form of the console.</summary>
    public static Actor Of(HttpContext context, string userId, string email) => new()
    {
        Kind = Session,
        UserId = userId,
        Masked = email,
        Address = AddressOf(context),
        UserAgent = UserAgentOf(context),
        RequestId = context.Features.Get<RequestState>()?.Id.ToString(),
    };

    private static string? AddressOf(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : null;

    private static string? UserAgentOf(HttpContext context)
    {
        var text = context.Request.Headers.UserAgent.ToString();
        return text.Length switch
        {
            0 => null,
            <= MaxUserAgentLength => text,
            _ => text[..MaxUserAgentLength],
        };
    }
}
