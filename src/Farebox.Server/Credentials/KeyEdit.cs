using Farebox.Server.Platform;

namespace Farebox.Server.Credentials;

/// <summary>What is to become of a key: a changed row and perhaps a new secret, or the error to answer with.</summary>
/// <param name="PreviousEndsMs">With a new secret: when the one before it stops working, Unix milliseconds.</param>
internal readonly record struct KeyEdit(ApiKeyRow? Row, ApiError? Error, KeySecret? Secret = null, long PreviousEndsMs = 0)
{
    /// <summary>An error.</summary>
    public static KeyEdit Refused(ApiError error) => new(null, error);
}
