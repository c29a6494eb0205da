using Farebox.Kernel.Pricing;
using Farebox.Kernel.Routing;

namespace Farebox.Server.Relay;

/// <summary>What a request asks for at most, as its body says it.</summary>
internal readonly record struct CallDemand
{
    /// <summary>The body's own limit on output tokens of each answer, or null.</summary>
    public long? OutputLimit { get; init; }

    /// <summary><c>n</c> or <c>best_of</c>, the larger; for images, how many.</summary>
    public long Answers { get; init; }

    /// <summary>Prompts in one legacy completion: each gets its answers.</summary>
    public long Prompts { get; init; }

    /// <summary>Images and files in the prompt.</summary>
    public long PromptImages { get; init; }

    public bool HasTools { get; init; }

    /// <summary>Where <c>max_tokens</c> has its value, when it is there.</summary>
    public Slice? MaxTokensValue { get; init; }

    /// <summary>Where <c>max_completion_tokens</c> has its value, when it is there.</summary>
    public Slice? MaxCompletionTokensValue { get; init; }

    /// <summary>The size that its fare is quoted for.</summary>
    /// <param name="bodyBytes">Of the body that goes out.</param>
    /// <param name="reserveOutputTokens">Stands for the limit when the body has none.</param>
    public CallSize SizeOf(Surface surface, int bodyBytes, long reserveOutputTokens) => new()
    {
        BodyBytes = bodyBytes,
        PromptImages = PromptImages,
        HasTools = HasTools,
        Choices = Many(Answers, Prompts),
        OutputLimit = surface == Surface.Embeddings ? 0 : OutputLimit ?? reserveOutputTokens,
        Images = surface == Surface.Images ? Answers : 0,
    };

    // Nobody can pay for more than there are numbers.
    private static long Many(long answers, long prompts) => answers > long.MaxValue / prompts ? long.MaxValue : answers * prompts;
}
