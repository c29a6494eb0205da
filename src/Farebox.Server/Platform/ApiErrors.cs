using Farebox.Contracts;

namespace Farebox.Server.Platform;

/// <summary>The errors that more than one slice answers with.</summary>
public static class ApiErrors
{
    private const string InvalidRequest = "invalid_request_error";

    /// <summary>400 about one field.</summary>
    public static ApiError Invalid(string param, string message) => new(400, InvalidRequest, ErrorCodes.InvalidValue, message, param);

    /// <summary>400 for a field of the wrong JSON type.</summary>
    public static ApiError WrongType(string param, string expected) =>
        new(400, InvalidRequest, ErrorCodes.InvalidType, $"Invalid type for '{param}': expected {expected}.", param);

    /// <summary>400 for a required field that is not there.</summary>
    public static ApiError Missing(string param) =>
        new(400, InvalidRequest, ErrorCodes.MissingParameter, $"Missing required parameter: '{param}'.", param);

    /// <summary>400 for a field that nobody knows.</summary>
    public static ApiError UnknownParameter(string param) =>
        new(400, InvalidRequest, ErrorCodes.UnknownParameter, $"Unknown parameter: '{param}'.", param);

    /// <summary>400 for a body that is not JSON.</summary>
    public static ApiError NotJson(string why) =>
        new(400, InvalidRequest, ErrorCodes.InvalidJson, $"We could not parse the JSON body of your request: {why}");

    /// <summary>404, also for what belongs to somebody else.</summary>
    public static ApiError NotFound(string what, string id) => new(404, InvalidRequest, ErrorCodes.NotFound, $"No such {what}: {id}");

    /// <summary>
    /// Answers 404 for a path that is not served. It is no handler that returns its error: the code which the build makes around those maps a fallback
    /// without its pattern.
    /// </summary>
    public static Task WriteUnknownUrlAsync(HttpContext context)
    {
        var message = $"Unknown request URL: {context.Request.Method} {context.Request.Path}.";
        return new ApiError(404, InvalidRequest, ErrorCodes.UnknownUrl, message).ExecuteAsync(context);
    }

    /// <summary>404 for a model that is unknown or not allowed: the two are not told apart.</summary>
    public static ApiError ModelNotFound(string model) => new(
        404, InvalidRequest, ErrorCodes.ModelNotFound,
        $"The model `{model}` does not exist or you do not have access to it. GET /v1/models lists those you may call.", "model");

    /// <summary>409: the thing's state stands in the way.</summary>
    /// <param name="param">The field, or the kind of thing, that does: programs tell conflicts apart by it.</param>
    public static ApiError Conflict(string message, string param) => new(409, InvalidRequest, ErrorCodes.Conflict, message, param);

    /// <summary>413.</summary>
    public static ApiError TooLarge(long maxBytes) => new(
        413, InvalidRequest, ErrorCodes.RequestTooLarge, $"The request body is larger than {maxBytes} bytes. Send less in one request.");

    /// <summary>400: what came is not framed as HTTP says, or broke off. Nothing more of the connection is read.</summary>
    public static ApiError BadFraming { get; } = new(
        400, InvalidRequest, null, "The request is not framed as HTTP/1.1 says: its body broke off, or has a Transfer-Encoding other than 'chunked'.")
    {
        ClosesConnection = true,
    };

    /// <summary>408: not all of the body came in time. Nothing more of the connection is read.</summary>
    public static ApiError TooSlow(int seconds) => new(
        408, InvalidRequest, ErrorCodes.RequestTimeout, $"The request body did not arrive within {seconds} seconds. Send less, or on a faster connection.")
    {
        ClosesConnection = true,
    };

    /// <summary>401 for a scope that is not granted: 401 as OpenAI does, so that old clients raise AuthenticationError.</summary>
    public static ApiError ScopeMissing(string scopes) => new(
        401, InvalidRequest, null,
        $"You have insufficient permissions for this operation. Missing scopes: {scopes}. "
        + "Use a key or token that has them, or ask whoever made this one.");

    /// <summary>401 for what the caller's role in the organization does not let them do, as for a scope.</summary>
    public static ApiError RoleMissing(string who) => new(401, InvalidRequest, null, $"You have insufficient permissions for this operation. {who}");

    /// <summary>503.</summary>
    public static ApiError Overloaded(string message) =>
        new(503, "service_unavailable_error", ErrorCodes.Overloaded, message) { RetryAfterMs = 1000 };

    /// <summary>503: what would have to be written down cannot be.</summary>
    public static ApiError StoreUnavailable { get; } = Overloaded("The server cannot use its store now, so it takes no calls. Try again in a moment.");

    /// <summary>500: a bug, with nothing told of it but the request id.</summary>
    public static ApiError Internal(string requestId) => new(
        500, "server_error", ErrorCodes.ServerError, $"The server had an error while processing your request. Its request id is {requestId}.");
}
