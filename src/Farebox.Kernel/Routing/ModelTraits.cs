namespace Farebox.Kernel.Routing;

/// <summary>What a model is for, as far as its name tells.</summary>
public enum ModelPurpose
{
    Chat,

    /// <summary>Chats, and answers legacy completions itself.</summary>
    Completion,
    Embedding,
    Image,
    Other,
}

/// <summary>
/// Reads a model's purpose off its name: model lists do not say it. Used for choosing alias targets and for whether a legacy
/// completion must be translated; the operator's word goes before it.
/// </summary>
public static class ModelTraits
{
    private static readonly string[] Embedding = ["embed", "bge-", "minilm", "e5-", "gte-"];
    private static readonly string[] Image = ["dall-e", "gpt-image", "stable-diffusion", "flux", "sdxl"];
    private static readonly string[] Other = ["whisper", "tts", "transcribe", "moderation", "realtime", "audio", "rerank", "sora", "-search-", "computer-use"];

    // Not "-instruct" alone: Llama-3.3-70B-Instruct and its kin are chat models.
    private static readonly string[] Completion = ["turbo-instruct", "davinci-002", "babbage-002"];

    /// <summary>The most likely purpose.</summary>
    public static ModelPurpose PurposeOf(string model)
    {
        if (Has(model, Embedding)) return ModelPurpose.Embedding;
        if (Has(model, Image)) return ModelPurpose.Image;
        if (Has(model, Other)) return ModelPurpose.Other;
        return Has(model, Completion) ? ModelPurpose.Completion : ModelPurpose.Chat;
    }

    private static bool Has(string model, string[] marks) =>
        Array.Exists(marks, mark => model.Contains(mark, StringComparison.OrdinalIgnoreCase));
}
