namespace Farebox.Kernel.Pricing;

/// <summary>What is known of a call before it is made: enough to bound its fare.</summary>
public readonly record struct CallSize
{
    /// <summary>
    /// An image in a prompt is taken for this many input tokens on top of its bytes: tile by tile, a provider can count tens of thousands
    /// for one, whatever its size in bytes.
    /// </summary>
    public const long TokensPerPromptImage = 50_000;

    /// <summary>Providers put words of their own around tool definitions: at most this many input tokens, once.</summary>
    public const long TokensAroundTools = 1_000;

    public CallSize()
    {
    }

    /// <summary>Of the request's body. A token is at least one byte, so this bounds the tokens of all text, data URLs included.</summary>
    public required long BodyBytes { get; init; }

    /// <summary>Images in the prompt, by URL or as data.</summary>
    public long PromptImages { get; init; }

    /// <summary>Whether the body defines tools.</summary>
    public bool HasTools { get; init; }

    /// <summary>Answers asked for: the larger of <c>n</c> and <c>best_of</c>.</summary>
    public long Choices { get; init; } = 1;

    /// <summary>
    /// Most output tokens of each answer: the body's limit, else the model's <c>reserveOutputTokens</c>; 0 where none are produced.
    /// </summary>
    public required long OutputLimit { get; init; }

    /// <summary>Images to be made.</summary>
    public long Images { get; init; }

    /// <summary>Length of the audio, at most.</summary>
    public long AudioMilliseconds { get; init; }

    /// <summary>The most input tokens that a provider can count.</summary>
    /// <exception cref="OverflowException">The counts are absurd.</exception>
    public long InputTokens => checked(BodyBytes + (PromptImages * TokensPerPromptImage) + (HasTools ? TokensAroundTools : 0));
}
