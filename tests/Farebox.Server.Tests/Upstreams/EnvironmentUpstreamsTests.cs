using Farebox.Kernel.Credentials;
using Farebox.Server.Platform.Options;
using Farebox.Server.Upstreams;

namespace Farebox.Server.Tests.Upstreams;

public sealed class EnvironmentUpstreamsTests
{
    private static EnvironmentUpstreams Read(Action<FareboxOptions>? set = null, params (string Name, string Value)[] variables)
    {
        var options = new FareboxOptions();
        set?.Invoke(options);
        return new EnvironmentUpstreams(name => Array.Find(variables, variable => variable.Name == name).Value, options);
    }

    private static EnvironmentUpstream? OpenAi(params (string Name, string Value)[] variables) =>
        Read(null, variables).Candidates.FirstOrDefault(found => found.Id == EnvironmentUpstreams.OpenAiId);

    private static string? Ollama(string host) =>
        Read(null, ("OLLAMA_HOST", host)).Candidates.FirstOrDefault(found => found.Id == EnvironmentUpstreams.OllamaId)?.Settings.BaseUrl?.AbsoluteUri;

    [Fact]
    public void OpenAi_KeyAlone_IsAtOpenAi()
    {
        var found = OpenAi(("OPENAI_API_KEY", " sk-proj-1 "))!;
        Assert.Equal(("https://api.openai.com/v1", "sk-proj-1", false), (found.Settings.BaseUrl!.AbsoluteUri, found.Settings.ApiKey, found.MustAnswer));
        Assert.DoesNotContain("sk-proj-1", found.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void OpenAi_WithBaseUrl_IsThere() => Assert.Equal(
        "https://proxy.example/openai/v1", OpenAi(("OPENAI_API_KEY", "sk-1"), ("OPENAI_BASE_URL", "https://proxy.example/openai/v1/"))!.Settings.BaseUrl!.AbsoluteUri);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.e30.x")]
    public void OpenAi_NoKeyOrAnAccessToken_IsNoUpstream(string? key) => Assert.Null(OpenAi(("OPENAI_API_KEY", key!)));

    [Fact]
    public void OpenAi_FareboxKey_IsNoUpstream()
    {
        Assert.Null(OpenAi(("OPENAI_API_KEY", KeyText.NewApiKey())));
        Assert.Null(OpenAi(("OPENAI_API_KEY", KeyText.NewAdminKey())));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8420/v1")]
    [InlineData("http://localhost:8420/v1")]
    [InlineData("not a url")]
    public void OpenAi_BaseUrlIsFareboxItselfOrNone_IsNoUpstream(string url) => Assert.Null(OpenAi(("OPENAI_API_KEY", "sk-1"), ("OPENAI_BASE_URL", url)));

    [Theory]
    [InlineData("", "http://127.0.0.1:11434/v1")]
    [InlineData("gpu", "http://gpu:11434/v1")]
    [InlineData("gpu:8000", "http://gpu:8000/v1")]
    [InlineData(":8000", "http://127.0.0.1:8000/v1")]
    [InlineData("http://gpu:8000", "http://gpu:8000/v1")]
    [InlineData("http://gpu:8000/", "http://gpu:8000/v1")]
    [InlineData("https://ollama.example", "https://ollama.example/v1")]
    [InlineData("0.0.0.0", "http://127.0.0.1:11434/v1")]
    [InlineData("0.0.0.0:8000", "http://127.0.0.1:8000/v1")]
    [InlineData("http://0.0.0.0:8000", "http://127.0.0.1:8000/v1")]
    [InlineData("[::1]:8000", "http://[::1]:8000/v1")]
    [InlineData("[::1]", "http://[::1]:11434/v1")]
    [InlineData("ftp://gpu", null)]
    [InlineData("a b", null)]
    [InlineData("127.0.0.1:8420", null)]
    public void Ollama_Host_IsReadAsOllamaReadsIt(string host, string? url) => Assert.Equal(url, Ollama(host));

    [Fact]
    public void Ollama_Candidate_MustAnswerFirst() => Assert.True(Read().Candidates.Single().MustAnswer);

    [Fact]
    public void Detection_SwitchedOff_FindsNothing() =>
        Assert.Empty(Read(options => options.DetectUpstreams = false, ("OPENAI_API_KEY", "sk-1")).Candidates);
}
