namespace Farebox.Contracts;

/// <summary>OpenAI's error envelope.</summary>
public sealed record ErrorBody(ErrorDetail Error);

/// <summary>What went wrong, in OpenAI's shape; <paramref name="Param"/> and <paramref name="Code"/> are present as null.</summary>
public sealed record ErrorDetail(string Message, string Type, string? Param, string? Code);
