using Farebox.Contracts;

namespace Farebox.Server.Platform;

/// <summary>
/// What a request's headers say of its body. No <c>Content-Encoding</c> is taken: a few compressed bytes may stand for gigabytes, and clients of
/// OpenAI's API send none. No <c>Transfer-Encoding</c> but <c>chunked</c>: a proxy in front might see another end of the body.
/// </summary>
public static class BodyCoding
{
    private static readonly ApiError Coded = new(
        415, "invalid_request_error", ErrorCodes.UnsupportedContentEncoding,
        "The request body has a Content-Encoding. Send it as it is, without compressing it.");

    /// <summary>Whether the body ends where anybody would say it does.</summary>
    public static bool IsSound(HttpRequest request)
    {
        var coding = request.Headers.TransferEncoding;
        return coding.Count == 0 || (coding.Count == 1 && string.Equals(coding[0], "chunked", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>415 for a body that is compressed, however often; null for one that is not.</summary>
    public static ApiError? Check(HttpRequest request)
    {
        var coding = request.Headers.ContentEncoding;
        return coding.Count == 0 || (coding.Count == 1 && string.Equals(coding[0], "identity", StringComparison.OrdinalIgnoreCase)) ? null : Coded;
    }
}
