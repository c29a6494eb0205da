using Farebox.Server.Upstreams.Eliza.Engine;

namespace Farebox.Server.Upstreams.Eliza;

/// <summary>
/// ELIZA as a chat model. It keeps nothing between calls: each one holds the conversation again from its first message,
/// so the answer depends on the messages and the seed alone.
/// </summary>
internal static class ElizaModel
{
    /// <summary>The model's name.</summary>
    public const string Name = "eliza";

    /// <summary>User messages that are held again; of a longer conversation, the last ones.</summary>
    public const int MaxTurns = 32;

    /// <summary>The seed of a request that names none: the year of the program.</summary>
    public const long DefaultSeed = 1966;

    /// <summary>Answers wanted by the request, each from a seed of its own.</summary>
    public static IReadOnlyList<ChatChoice> Answer(ChatRequest request)
    {
        var script = Script.Doctor;
        var clauses = request.Messages
            .Where(message => message.Role == "user")
            .TakeLast(MaxTurns)
            .Select(message => Listener.Listen(script, message.Text))
            .ToList();

        var choices = new ChatChoice[request.Choices];
        for (var choice = 0; choice < choices.Length; choice++)
        {
            var seed = Rotation.SeedOfChoice(request.Seed ?? DefaultSeed, choice);
            var text = Hold(new Conversation(script, seed), clauses);
            choices[choice] = ChatChoice.Cut(text, request.Stops, request.MaxTokens);
        }

        return choices;
    }

    /// <summary>LLM tokens in all messages of the request.</summary>
    public static int CountPrompt(ChatRequest request) => request.Messages.Sum(message => ElizaTokenizer.Count(message.Text));

    /// <summary>The answer to the last clause, or a greeting when there is none.</summary>
    private static string Hold(Conversation conversation, List<Clause> clauses)
    {
        if (clauses.Count == 0) return conversation.Greet();
        var answer = "";
        foreach (var clause in clauses) answer = conversation.Answer(clause);
        return answer;
    }
}
