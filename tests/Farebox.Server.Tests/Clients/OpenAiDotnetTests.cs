using System.ClientModel;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;
using OpenAI;
using OpenAI.Chat;

namespace Farebox.Server.Tests.Clients;

/// <summary>The official .NET client, unmodified, over a socket.</summary>
public sealed class OpenAiDotnetTests : IAsyncLifetime
{
    private ScriptedUpstream _upstream = null!;
    private RunningFarebox _farebox = null!;
    private OpenAIClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _upstream = ScriptedUpstream.Start();
        _farebox = await RunningFarebox.StartAsync([_upstream]);
        _client = Client(await _farebox.NewKeyAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _farebox.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task Chat_Answers_WithUsageAndTheModelThatAnswered()
    {
        var answer = (await _client.GetChatClient("gpt-3.5-turbo").CompleteChatAsync([new UserChatMessage("Hello")], null, Cancellation)).Value;

        Assert.Equal("gpt-4o-mini", answer.Model);
        Assert.NotEmpty(answer.Content[0].Text);
        Assert.True(answer.Usage.TotalTokenCount > 0);
    }

    [Fact]
    public async Task Streaming_YieldsTheText()
    {
        var text = "";
        await foreach (var update in _client.GetChatClient("gpt-4o-mini").CompleteChatStreamingAsync([new UserChatMessage("Hello")], null, Cancellation))
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));

        Assert.NotEmpty(text);
    }

    [Fact]
    public async Task Embeddings_HaveNumbers()
    {
        var embedding = (await _client.GetEmbeddingClient("text-embedding-3-small").GenerateEmbeddingAsync("Hello", null, Cancellation)).Value;

        Assert.NotEqual(0, embedding.ToFloats().Length);
    }

    [Fact]
    public async Task Models_AreListedAndFound()
    {
        var models = (await _client.GetOpenAIModelClient().GetModelsAsync(Cancellation)).Value;
        Assert.Contains(models, model => model.Id == "gpt-4o-mini");
        Assert.Contains(models, model => model.Id == "eliza");
        Assert.Equal("eliza", (await _client.GetOpenAIModelClient().GetModelAsync("eliza", Cancellation)).Value.Id);
    }

    [Fact]
    public async Task WrongKey_IsA401_AndUnknownModelA404()
    {
        var wrong = await Assert.ThrowsAsync<ClientResultException>(() => Client("sk-fbxwrong").GetChatClient("eliza").CompleteChatAsync([new UserChatMessage("Hi")]));
        var unknown = await Assert.ThrowsAsync<ClientResultException>(() => _client.GetChatClient("no-such-model").CompleteChatAsync([new UserChatMessage("Hi")]));

        Assert.Equal(401, wrong.Status);
        Assert.Contains("invalid_api_key", wrong.Message, StringComparison.Ordinal);
        Assert.Equal(404, unknown.Status);
        Assert.Contains("model_not_found", unknown.Message, StringComparison.Ordinal);
    }

    private OpenAIClient Client(string key) => new(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = new Uri(_farebox.BaseUrl, "/v1") });
}
