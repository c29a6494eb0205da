namespace Farebox.Kernel.Routing;

/// <summary>
/// Names that scripts and tutorials still use, and what stands in for them: the first of a list of current models that is connected,
/// else the first connected model of the same purpose. Derived from the providers' public deprecation pages.
/// </summary>
public static class DefaultAliases
{
    private const string Latest = ":latest";

    private static readonly string[] SmallChat = ["gpt-4o-mini", "gpt-4.1-mini", "gpt-4.1-nano", "gpt-5-mini", "gpt-5.1-mini", "gpt-5-nano"];
    private static readonly string[] LargeChat = ["gpt-4o", "gpt-4.1", "gpt-5.1", "gpt-5", .. SmallChat];
    private static readonly string[] Reasoning = ["o4-mini", "o3-mini", "o3", "gpt-5-mini", "gpt-5", .. LargeChat];
    private static readonly string[] Instruct = ["gpt-3.5-turbo-instruct", .. SmallChat];
    private static readonly string[] Embedding = ["text-embedding-3-small", "text-embedding-3-large", "text-embedding-ada-002"];
    private static readonly string[] Image = ["gpt-image-1", "gpt-image-1-mini", "dall-e-3", "dall-e-2"];

    private static readonly (ModelPurpose Purpose, string[] Targets, string[] Names)[] Table =
    [
        (ModelPurpose.Chat, SmallChat,
            ["gpt-3.5-turbo", "gpt-3.5-turbo-0125", "gpt-3.5-turbo-0301", "gpt-3.5-turbo-0613", "gpt-3.5-turbo-1106",
             "gpt-3.5-turbo-16k", "gpt-3.5-turbo-16k-0613", "chatgpt-4o-latest"]),
        (ModelPurpose.Chat, LargeChat,
            ["gpt-4", "gpt-4-0314", "gpt-4-0613", "gpt-4-32k", "gpt-4-32k-0314", "gpt-4-32k-0613", "gpt-4-1106-preview", "gpt-4-0125-preview",
             "gpt-4-turbo-preview", "gpt-4-turbo", "gpt-4-vision-preview", "gpt-4.5-preview"]),
        (ModelPurpose.Chat, Reasoning, ["o1-mini", "o1-preview"]),
        (ModelPurpose.Chat, Instruct,
            ["gpt-3.5-turbo-instruct", "gpt-3.5-turbo-instruct-0914", "text-davinci-003", "text-davinci-002", "text-davinci-001", "text-curie-001",
             "text-babbage-001", "text-ada-001", "davinci", "curie", "babbage", "ada", "davinci-002", "babbage-002", "davinci-instruct-beta",
             "code-davinci-002", "code-davinci-001", "code-cushman-001", "text-davinci-edit-001"]),
        (ModelPurpose.Embedding, Embedding,
            ["text-embedding-ada-002", "text-similarity-ada-001", "text-search-ada-doc-001", "text-search-ada-query-001"]),
        (ModelPurpose.Image, Image, ["dall-e-2", "dall-e-3"]),
    ];

    /// <summary>The name of every default alias that does not depend on what is connected.</summary>
    public static IEnumerable<string> Names => Table.SelectMany(row => row.Names);

    /// <summary>The target of each default alias among the connected models.</summary>
    /// <param name="models">Connected models in the catalog's order.</param>
    /// <param name="lastResort">Models that stand in only when nothing else of the purpose is connected, such as <c>eliza</c>.</param>
    public static Dictionary<string, string> Resolve(IReadOnlyList<string> models, IReadOnlySet<string> lastResort)
    {
        var known = models.ToHashSet(StringComparer.Ordinal);
        var aliases = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (purpose, targets, names) in Table)
        {
            var fallback = FirstOf(purpose, models, lastResort);
            foreach (var name in names)
            {
                if (known.Contains(name)) continue;
                if (Array.Find(targets, known.Contains) is { } target) aliases[name] = target;
                else if (fallback is not null) aliases[name] = fallback;
            }
        }

        // Ollama lists "llama3.2:latest" and answers to "llama3.2": so does Farebox.
        foreach (var model in models.Where(model => model.EndsWith(Latest, StringComparison.Ordinal)))
        {
            if (model.Length > Latest.Length && !known.Contains(model[..^Latest.Length])) aliases[model[..^Latest.Length]] = model;
        }

        return aliases;
    }

    private static string? FirstOf(ModelPurpose purpose, IReadOnlyList<string> models, IReadOnlySet<string> lastResort) =>
        models.FirstOrDefault(model => ModelTraits.PurposeOf(model) == purpose && !lastResort.Contains(model))
        ?? models.FirstOrDefault(model => ModelTraits.PurposeOf(model) == purpose);
}
