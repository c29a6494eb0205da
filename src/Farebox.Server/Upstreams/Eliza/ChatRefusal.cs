namespace Farebox.Server.Upstreams.Eliza;

/// <summary>Why a request cannot be served, in the terms of OpenAI's error object.</summary>
/// <param name="StatusCode">HTTP status code.</param>
/// <param name="Message">For people.</param>
/// <param name="Param">The field at fault, such as <c>messages[0].role</c>, or null.</param>
/// <param name="Code">For programs, or null.</param>
internal sealed record ChatRefusal(int StatusCode, string Message, string? Param, string? Code);
