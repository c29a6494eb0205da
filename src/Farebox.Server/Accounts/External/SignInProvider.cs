namespace Farebox.Server.Accounts.External;

/// <summary>An OpenID provider by which people sign in, as the operator described it.</summary>
internal sealed record SignInProvider
{
    /// <summary>Part of addresses: lower-case letters, digits and hyphens.</summary>
    public required string Id { get; init; }

    /// <summary>What people read on the button.</summary>
    public required string Name { get; init; }

    /// <summary>As its tokens name it, and where its discovery document is (OpenID Connect Discovery 1.0, section 4).</summary>
    public required string Issuer { get; init; }
    public required string ClientId { get; init; }

    /// <summary>Empty for a client that has none: PKCE alone binds the code to it.</summary>
    public required string ClientSecret { get; init; }

    /// <summary>Whether what is sent there can be read by nobody on the way: https, or this very machine.</summary>
    public static bool IsSafe(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
