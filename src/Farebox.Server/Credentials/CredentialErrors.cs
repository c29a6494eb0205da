using Farebox.Contracts;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.Credentials;

/// <summary>The 401 answers about a credential. None holds more of it than its mask.</summary>
internal static class CredentialErrors
{
    private const string InvalidRequest = "invalid_request_error";

    // RFC 6750, section 3.1.
    private const string InvalidToken = "Bearer error=\"invalid_token\"";

    /// <summary>No credential came.</summary>
    public static ApiError None { get; } = new(
        401, InvalidRequest, null,
        "You did not provide an API key. Send it in the header 'Authorization: Bearer YOUR_KEY', or as the password of HTTP basic "
        + "authentication with any user name. Whoever runs this Farebox can make one for you with 'farebox keys create'.")
    {
        Challenge = "Bearer",
    };

    /// <summary>It came and does not work.</summary>
    public static ApiError Refused(CredentialRefusal refusal, ReadOnlySpan<char> credential)
    {
        var masked = KeyText.Mask(credential);
        return refusal switch
        {
            CredentialRefusal.KeyRevoked => Key($"The API key {masked} has been revoked. Use another one."),
            CredentialRefusal.KeyDisabled => Key($"The API key {masked} is disabled. Whoever made it can enable it again."),
            CredentialRefusal.KeyExpired => Key($"The API key {masked} has expired. Use another one."),
            CredentialRefusal.OwnerArchived => Key($"The API key {masked} belongs to a project or organization that is archived."),
            CredentialRefusal.TokenExpired => Token(
                ErrorCodes.TokenExpired, $"The access token {masked} has expired. Get a new one from POST /v1/tokens."),
            CredentialRefusal.TokenRevoked => Token(
                ErrorCodes.TokenRevoked,
                $"The access token {masked} has been revoked, or the key or token it came from no longer works. "
                + "Get a new one from POST /v1/tokens."),
            _ when AccessTokens.LooksLikeOne(credential) => Token(
                ErrorCodes.InvalidApiKey,
                $"Incorrect access token provided: {masked}. It was not issued by this Farebox, or it was altered."),
            _ => Key($"Incorrect API key provided: {masked}. {Hint(credential)}"),
        };
    }

    /// <summary>The caller's address is not one of those allowed.</summary>
    public static ApiError AddressNotAllowed(System.Net.IPAddress? address) => new(
        401, InvalidRequest, ErrorCodes.AddressNotAuthorized,
        $"Your IP address {address} is not allowed to use this credential. Call from one of the addresses that it is restricted to.");

    /// <summary>The header OpenAI-Organization names another organization, or, for an operator, none that exists.</summary>
    public static ApiError MismatchedOrganization(string message) => new(401, InvalidRequest, ErrorCodes.MismatchedOrganization, message);

    /// <summary>The header OpenAI-Project names another project.</summary>
    public static ApiError MismatchedProject(string message) => new(401, InvalidRequest, ErrorCodes.MismatchedProject, message);

    /// <summary>409: a key that does not work has no tokens either.</summary>
    public static ApiError CannotMint(KeyStatus status) => ApiErrors.Conflict(status switch
    {
        KeyStatus.Revoked => "The key has been revoked: no access token can be derived from it. Create another key.",
        KeyStatus.Disabled => "The key is disabled: no access token can be derived from it until it is enabled.",
        KeyStatus.Expired => "The key has expired: no access token can be derived from it. Give it a later expiry, or create another one.",
        _ => "The key's project or organization is archived: no access token can be derived from it.",
    }, "status");

    /// <summary>409: the key itself may not derive any.</summary>
    public static ApiError MayNotMint { get; } = ApiErrors.Conflict(
        $"The key lacks the scope {ScopeNames.TokensCreate}: no access token can be derived from it. Give it the scope, or use another key.", "scopes");

    private static ApiError Key(string message) => new(401, InvalidRequest, ErrorCodes.InvalidApiKey, message);

    private static ApiError Token(string code, string message) => new(401, InvalidRequest, code, message) { Challenge = InvalidToken };

    private static string Hint(ReadOnlySpan<char> credential) => KeyText.HasPrefix(credential) && !KeyText.IsWellFormed(credential)
        ? "It is mistyped or cut short: its checksum does not match."
        : $"Keys of this Farebox begin with {KeyText.ApiKeyPrefix} or {KeyText.AdminKeyPrefix}; 'farebox keys list' shows those "
            + "that work here.";
}
