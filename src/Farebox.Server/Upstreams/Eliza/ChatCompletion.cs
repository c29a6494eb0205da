namespace Farebox.Server.Upstreams.Eliza;

/// <summary>All that ELIZA says to one request, before it takes any shape on the wire.</summary>
/// <param name="Id">Of the completion, with its <c>chatcmpl-</c>.</param>
/// <param name="CreatedUnixSeconds">When it was made.</param>
/// <param name="Fingerprint">Of the script that made it.</param>
/// <param name="PromptTokens">LLM tokens in all messages.</param>
/// <param name="Choices">At least one.</param>
internal sealed record ChatCompletion(
    string Id, long CreatedUnixSeconds, string Fingerprint, int PromptTokens, IReadOnlyList<ChatChoice> Choices);
