using Farebox.Contracts;

namespace Farebox.Client;

/// <summary>The API answered, and the answer is an error (or not what the API promises).</summary>
public sealed class FareboxApiException : Exception
{
    public FareboxApiException(int status, ErrorDetail detail, string? requestId, Exception? inner = null)
        : base(detail.Message, inner)
    {
        Status = status;
        Type = detail.Type;
        Code = detail.Code;
        Param = detail.Param;
        RequestId = requestId;
    }

    /// <summary>HTTP status; below 400 when an answer that began well went wrong, as a stream can.</summary>
    public int Status { get; }

    /// <summary>The error's type, empty when the answer was not in OpenAI's shape.</summary>
    public string Type { get; }

    /// <summary>See <see cref="ErrorCodes"/>; OpenAI's own and other providers' codes also come here.</summary>
    public string? Code { get; }

    /// <summary>The field of the request that is at fault; of a conflict, what stands in the way.</summary>
    public string? Param { get; }

    public string? RequestId { get; }

    /// <summary>The server's <c>Retry-After</c>, when it gave one.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
