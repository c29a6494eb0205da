namespace Farebox.Server.Upstreams.Eliza;

/// <summary>One message of a request.</summary>
/// <param name="Role">Who speaks; one of OpenAI's roles.</param>
/// <param name="Text">Its text; the text parts on lines of their own when it came in parts; empty when it has none.</param>
internal readonly record struct ChatMessage(string Role, string Text);
