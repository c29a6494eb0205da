using Farebox.Kernel.Routing;

namespace Farebox.Kernel.Tests.Routing;

public sealed class ModelTraitsTests
{
    [Theory]
    [InlineData("gpt-4o-mini", ModelPurpose.Chat)]
    [InlineData("o3-mini", ModelPurpose.Chat)]
    [InlineData("eliza", ModelPurpose.Chat)]
    [InlineData("llama3.2:latest", ModelPurpose.Chat)]
    [InlineData("meta-llama/Llama-3.3-70B-Instruct", ModelPurpose.Chat)]
    [InlineData("gpt-3.5-turbo-instruct", ModelPurpose.Completion)]
    [InlineData("davinci-002", ModelPurpose.Completion)]
    [InlineData("text-embedding-3-small", ModelPurpose.Embedding)]
    [InlineData("nomic-embed-text", ModelPurpose.Embedding)]
    [InlineData("all-MiniLM-L6-v2", ModelPurpose.Embedding)]
    [InlineData("dall-e-3", ModelPurpose.Image)]
    [InlineData("gpt-image-1", ModelPurpose.Image)]
    [InlineData("whisper-1", ModelPurpose.Other)]
    [InlineData("gpt-4o-mini-tts", ModelPurpose.Other)]
    [InlineData("omni-moderation-latest", ModelPurpose.Other)]
    [InlineData("gpt-4o-realtime-preview", ModelPurpose.Other)]
    public void PurposeOf_Name_TellsThePurpose(string model, ModelPurpose purpose) => Assert.Equal(purpose, ModelTraits.PurposeOf(model));
}
