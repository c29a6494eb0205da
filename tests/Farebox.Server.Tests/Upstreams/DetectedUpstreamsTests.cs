using System.Net;
using Farebox.Contracts.Upstreams;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Upstreams;

public sealed class DetectedUpstreamsTests : UpstreamsFixture
{
    private const string OpenAiId = "up_env_openai";
    private const string OllamaId = "up_env_ollama";

    private IEnumerable<string> Ids => Registry.Current.Select(upstream => upstream.Id);

    private async Task RestartWithAsync(params (string Name, string Value)[] variables)
    {
        Variables = variables.Append(("OLLAMA_HOST", "127.0.0.1:1")).DistinctBy(variable => variable.Item1)
            .ToDictionary(variable => variable.Item1, variable => variable.Item2);
        await RestartAsync();
    }

    [Fact]
    public async Task OpenAi_KeyInTheEnvironment_IsAnUpstreamWithItsModels()
    {
        Provider.ApiKey = "sk-env";
        Provider.Models = ["gpt-4o-mini"];
        await RestartWithAsync(("OPENAI_API_KEY", "sk-env"), ("OPENAI_BASE_URL", Provider.BaseUrl.ToString()));
        await Discovery.RunRoundAsync(Token);

        var shown = await ShowAsync(OpenAiId);
        Assert.Equal(("openai", "environment", "healthy", true), (shown.Name, shown.Source, shown.Health, shown.HasCredential));
        Assert.Equal(["gpt-4o-mini"], shown.Models);
        Assert.Equal("gpt-4o-mini", Snapshot.Catalog.Aliases["gpt-3.5-turbo"].Name);

        // Known models outlive the process that learned them, as long as the environment says so.
        await Provider.DisposeAsync();
        await RestartAsync();
        Assert.Equal(["gpt-4o-mini"], (await ShowAsync(OpenAiId)).Models);
        await RestartWithAsync();
        Assert.Equal(["up_eliza"], Ids);
    }

    [Fact]
    public async Task OpenAi_Environment_TakesEnabledAndPositionOnly()
    {
        await RestartWithAsync(("OPENAI_API_KEY", "sk-env"), ("OPENAI_BASE_URL", Provider.BaseUrl.ToString()));
        var stored = await AddAsync();
        Assert.Equal([stored.Id, OpenAiId, "up_eliza"], Ids);

        await Farebox.PostAsync<Upstream>($"{Path}/{stored.Id}", new { position = 7 });
        await Farebox.PostAsync<Upstream>($"{Path}/{OpenAiId}", new { position = 3, enabled = false });
        Assert.Equal([OpenAiId, stored.Id, "up_eliza"], Ids);
        await RestartAsync();
        var shown = await ShowAsync(OpenAiId);
        Assert.Equal((3, false), (shown.Position, shown.Enabled));

        var answer = await Farebox.CallAsync(HttpMethod.Post, $"{Path}/{OpenAiId}", new { api_key = "sk-other" });
        Assert.Equal((HttpStatusCode.BadRequest, "api_key"), (answer.Status, answer.Error.Param));
        Assert.Equal(HttpStatusCode.Conflict, (await Farebox.CallAsync(HttpMethod.Delete, $"{Path}/{OpenAiId}")).Status);
    }

    [Fact]
    public async Task Stored_SameNameAsOneFromTheEnvironment_TakesItsPlace()
    {
        await RestartWithAsync(("OPENAI_API_KEY", "sk-env"), ("OPENAI_BASE_URL", NowhereUrl));
        Assert.Contains(OpenAiId, Ids);
        var stored = await AddAsync("openai");
        Assert.Equal([stored.Id, "up_eliza"], Ids);
        await Farebox.CallAsync(HttpMethod.Delete, $"{Path}/{stored.Id}");
        Assert.Contains(OpenAiId, Ids);
    }

    [Fact]
    public async Task Ollama_StartedLater_IsFoundByTheNextRound()
    {
        var port = Provider.Port;
        await Provider.DisposeAsync();
        await RestartWithAsync(("OLLAMA_HOST", $"127.0.0.1:{port}"));
        await Discovery.RunRoundAsync(Token);
        Assert.Equal(["up_eliza"], Ids);

        await using var ollama = ScriptedUpstream.Start(port);
        ollama.Models = ["llama3.2:latest"];
        await Discovery.RunRoundAsync(Token);
        Assert.Equal([OllamaId, "up_eliza"], Ids);
        Assert.Equal("llama3.2:latest", Snapshot.Catalog.Aliases["gpt-3.5-turbo"].Name);
        Assert.Equal("llama3.2:latest", Snapshot.Catalog.Aliases["llama3.2"].Name);
        Assert.False(Snapshot.Catalog.Models[0].ChatOnly);

        // Gone for a while, it is failing, not forgotten.
        ollama.AlwaysFor("/v1/models", Answers.ServerError());
        await Discovery.RunRoundAsync(Token);
        Assert.Equal("failing", (await ShowAsync(OllamaId)).Health);
        Assert.Equal(["llama3.2:latest"], (await ShowAsync(OllamaId)).Models);
    }

    [Fact]
    public async Task Ollama_NotAnswering_IsNoUpstreamAndNoFailure()
    {
        await RestartWithAsync();
        await Discovery.RunRoundAsync(Token);
        Assert.Equal(["up_eliza"], Ids);
        Assert.DoesNotContain(Farebox.Logs.Lines, line => line.Contains(OllamaId, StringComparison.Ordinal));
    }
}
