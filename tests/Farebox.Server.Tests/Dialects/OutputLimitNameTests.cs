using System.Text;
using Farebox.Server.Dialects;

namespace Farebox.Server.Tests.Dialects;

public sealed class OutputLimitNameTests
{
    [Theory]
    [InlineData("o1")]
    [InlineData("o3-mini")]
    [InlineData("o4-mini-2025-04-16")]
    [InlineData("O1-preview")]
    [InlineData("gpt-5")]
    [InlineData("gpt-5-nano")]
    [InlineData("gpt-5.1-mini")]
    [InlineData("GPT-5.2")]
    [InlineData("gpt-6")]
    [InlineData("openai/gpt-5")]
    [InlineData("ft:o4-mini:acme::abc")]
    public void For_ReasoningModel_IsMaxCompletionTokens(string model) =>
        Assert.Equal("max_completion_tokens", Encoding.UTF8.GetString(OutputLimitName.For(model)));

    [Theory]
    [InlineData("gpt-4o-mini")]
    [InlineData("gpt-4.1")]
    [InlineData("gpt-3.5-turbo")]
    [InlineData("gpt-35-turbo")]
    [InlineData("gpt-50x")]
    [InlineData("gpt-oss:20b")]
    [InlineData("gpt-")]
    [InlineData("ft:gpt-4o-mini:o1")]
    [InlineData("olmo-2")]
    [InlineData("o")]
    [InlineData("o1x")]
    [InlineData("llama3.2")]
    [InlineData("eliza")]
    [InlineData("o3/")]
    [InlineData("")]
    public void For_OtherModel_IsMaxTokens(string model) =>
        Assert.Equal("max_tokens", Encoding.UTF8.GetString(OutputLimitName.For(model)));
}
