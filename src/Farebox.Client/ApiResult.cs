namespace Farebox.Client;

/// <summary>An answer of the API.</summary>
/// <param name="Value">The body, typed.</param>
/// <param name="Json">The body exactly as it came, members that this version does not know included.</param>
/// <param name="RequestId">The answer's <c>x-request-id</c>.</param>
public sealed record ApiResult<T>(T Value, string Json, string? RequestId);
