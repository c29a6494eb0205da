namespace Farebox.Client.Chat;

/// <summary>A piece of a streamed answer.</summary>
/// <param name="Json">The frame's data exactly as it came.</param>
/// <param name="Text">What the answer grows by, often empty.</param>
/// <param name="Model">The model that answers.</param>
/// <param name="FinishReason">Why the answer ended, in its last piece.</param>
/// <param name="Usage">LLM tokens used, in the last frame of servers that tell.</param>
public sealed record ChatChunk(string Json, string Text, string? Model, string? FinishReason, ChatUsage? Usage);

/// <summary>LLM tokens.</summary>
public sealed record ChatUsage(long PromptTokens, long CompletionTokens, long TotalTokens);
