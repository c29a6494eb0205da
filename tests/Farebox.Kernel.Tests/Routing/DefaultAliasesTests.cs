using Farebox.Kernel.Routing;

namespace Farebox.Kernel.Tests.Routing;

public sealed class DefaultAliasesTests
{
    private static readonly HashSet<string> ElizaLast = ["eliza"];

    private static Dictionary<string, string> Resolve(params IReadOnlyList<string> models) => DefaultAliases.Resolve(models, ElizaLast);

    [Theory]
    [InlineData("gpt-3.5-turbo")]
    [InlineData("gpt-3.5-turbo-0301")]
    [InlineData("gpt-4")]
    [InlineData("text-davinci-003")]
    [InlineData("davinci")]
    public void Resolve_OnlyElizaConnected_NamesOfOldChatsAndCompletionsMeanEliza(string name) => Assert.Equal("eliza", Resolve("eliza")[name]);

    [Theory]
    [InlineData("gpt-3.5-turbo", "gpt-4o-mini")]
    [InlineData("gpt-4-0613", "gpt-4o")]
    [InlineData("o1-mini", "o4-mini")]
    [InlineData("text-davinci-003", "gpt-3.5-turbo-instruct")]
    [InlineData("text-similarity-ada-001", "text-embedding-3-small")]
    [InlineData("dall-e-3", "gpt-image-1")]
    public void Resolve_CurrentModelsConnected_EachOldNameMeansTheNearest(string name, string target) => Assert.Equal(target, Resolve(
        "gpt-4o", "gpt-4o-mini", "o4-mini", "gpt-3.5-turbo-instruct", "text-embedding-3-small", "gpt-image-1", "eliza")[name]);

    [Fact]
    public void Resolve_NameIsConnected_IsNoAlias()
    {
        var aliases = Resolve("gpt-3.5-turbo", "gpt-4o-mini");
        Assert.DoesNotContain("gpt-3.5-turbo", aliases.Keys);
        Assert.Equal("gpt-4o-mini", aliases["gpt-3.5-turbo-0613"]);
    }

    [Theory]
    [InlineData("llama3.2")]
    [InlineData("meta-llama/Llama-3.3-70B-Instruct")]
    public void Resolve_OtherProvidersModel_GoesBeforeEliza(string model) =>
        Assert.Equal(model, Resolve("nomic-embed-text", "eliza", model)["gpt-3.5-turbo"]);

    [Fact]
    public void Resolve_NoModelOfThePurpose_HasNoAlias()
    {
        var aliases = Resolve("eliza");
        Assert.DoesNotContain("text-embedding-ada-002", aliases.Keys);
        Assert.DoesNotContain("dall-e-2", aliases.Keys);
    }

    [Fact]
    public void Resolve_TaggedLatest_CanBeCalledWithoutItsTag()
    {
        var aliases = Resolve("llama3.2:latest", "qwen3:8b", "phi4:latest", "phi4");
        Assert.Equal("llama3.2:latest", aliases["llama3.2"]);
        Assert.DoesNotContain("qwen3", aliases.Keys);
        Assert.DoesNotContain("phi4", aliases.Keys);
    }

    [Fact]
    public void Resolve_NothingConnected_HasNoAliases() => Assert.Empty(Resolve());

    [Fact]
    public void Names_Table_HasNoNameTwice() => Assert.Equal(DefaultAliases.Names.Distinct().Count(), DefaultAliases.Names.Count());
}
