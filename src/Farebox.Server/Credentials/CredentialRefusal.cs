namespace Farebox.Server.Credentials;

/// <summary>Why a credential does not work.</summary>
internal enum CredentialRefusal
{
    None,

    /// <summary>Not a key or token that was made here.</summary>
    Unknown,
    KeyRevoked,
    KeyDisabled,
    KeyExpired,
    OwnerArchived,
    TokenExpired,

    /// <summary>The token itself, or the key, secret or token that it came from.</summary>
    TokenRevoked,
}
