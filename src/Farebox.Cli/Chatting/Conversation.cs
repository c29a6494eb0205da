using Farebox.Client.Chat;

namespace Farebox.Cli.Chatting;

/// <summary>What was said so far, and with whom.</summary>
internal sealed class Conversation(string model)
{
    private readonly List<ChatMessage> _said = [];

    public string Model { get; set; } = model;
    public string? System { get; set; }
    public int? MaxOutputTokens { get; init; }
    public double? Temperature { get; init; }

    /// <summary>The request for an answer to <paramref name="message"/>; nothing is remembered yet.</summary>
    public ChatRequest Ask(string message) => new()
    {
        Model = Model,
        Messages = [.. System is null ? [] : new[] { new ChatMessage("system", System) }, .. _said, new ChatMessage("user", message)],
        MaxOutputTokens = MaxOutputTokens,
        Temperature = Temperature,
    };

    /// <summary>An answer that was stopped counts as far as it came; one that never began leaves no trace.</summary>
    public void Remember(string message, string answer)
    {
        if (answer.Length == 0)
            return;
        _said.Add(new ChatMessage("user", message));
        _said.Add(new ChatMessage("assistant", answer));
    }

    public void Reset() => _said.Clear();
}
