namespace Farebox.ConsolePages.Keys;

/// <summary>Lines to copy for a new key: into the environment first, and what reads it from there.</summary>
internal static class KeyLines
{
    /// <summary>Stands for the title of the first, which is in the reader's language.</summary>
    public const string Environment = "environment";

    private const string Curl = """
        curl "$OPENAI_BASE_URL/chat/completions" -H "Authorization: Bearer $OPENAI_API_KEY" \
          -H "Content-Type: application/json" \
          -d '{"model": "eliza", "messages": [{"role": "user", "content": "Hello"}]}'
        """;

    private const string Python = """
        from openai import OpenAI

        client = OpenAI()  # reads OPENAI_BASE_URL and OPENAI_API_KEY
        answer = client.chat.completions.create(model="eliza", messages=[{"role": "user", "content": "Hello"}])
        print(answer.choices[0].message.content)
        """;

    private const string Node = """
        import OpenAI from "openai";

        const client = new OpenAI(); // reads OPENAI_BASE_URL and OPENAI_API_KEY
        const answer = await client.chat.completions.create({ model: "eliza", messages: [{ role: "user", content: "Hello" }] });
        console.log(answer.choices[0].message.content);
        """;

    private const string CSharp = """
        var client = new OpenAI.Chat.ChatClient("eliza",
            new System.ClientModel.ApiKeyCredential(Environment.GetEnvironmentVariable("OPENAI_API_KEY")!),
            new OpenAI.OpenAIClientOptions { Endpoint = new Uri(Environment.GetEnvironmentVariable("OPENAI_BASE_URL")!) });
        Console.WriteLine(client.CompleteChat("Hello").Value.Content[0].Text);
        """;

    /// <summary>A line that calls with an access token.</summary>
    public static string TokenLine(string baseUrl, string token) => $$"""
        curl "{{baseUrl}}/chat/completions" -H "Content-Type: application/json" \
          -H "Authorization: Bearer {{token}}" \
          -d '{"model": "eliza", "messages": [{"role": "user", "content": "Hello"}]}'
        """;

    /// <summary>Each with what it is for. Model <c>eliza</c> is on every Farebox, and free.</summary>
    public static IReadOnlyList<(string Title, string Lines)> For(string baseUrl, string secret) =>
    [
        (Environment, $"export OPENAI_BASE_URL={baseUrl}\nexport OPENAI_API_KEY={secret}"),
        ("curl", Curl), ("Python", Python), ("Node", Node), ("C#", CSharp),
    ];
}
