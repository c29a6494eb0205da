namespace Farebox.Kernel.Routing;

/// <summary>One shape of model call, named after OpenAI's path for it.</summary>
public enum Surface
{
    /// <summary><c>/v1/chat/completions</c>.</summary>
    ChatCompletions,

    /// <summary><c>/v1/completions</c>, the legacy shape.</summary>
    Completions,

    /// <summary><c>/v1/embeddings</c>.</summary>
    Embeddings,

    /// <summary><c>/v1/images/generations</c>.</summary>
    Images,
}
