using System.Net;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Relay;

/// <summary>Model calls are served ahead of the routes when their path stands as it is documented, and by the routes when not: with one result.</summary>
public sealed class ModelCallPathTests : RelayFixture
{
    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/chat/completions/")]
    [InlineData("/V1/Chat/Completions")]
    [InlineData("/v1/chat/completions?api-version=1")]
    [InlineData("/v1/%63hat/completions")]
    public async Task Call_ByAnySpellingOfItsPath_IsServedWithTheSameHeaders(string path)
    {
        Upstream.Enqueue(Answers.Chat("Hi"));
        var call = await Client.PostAsync(Calls.Body(), path);

        Assert.Equal(200, call.Status);
        Assert.Equal(["farebox-balance-usd", "farebox-charge-usd", "openai-organization", "openai-processing-ms", "openai-version"], Own(call));
        await Farebox.RecordAsync(call.RequestId);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"stream\":true")]
    public async Task EveryAnswer_TellsHowLongItTook(string more)
    {
        Upstream.Enqueue(more.Length == 0 ? Answers.Chat("Hi") : Answers.ChatStream());
        var call = await Client.PostAsync(Calls.Body(more));
        var refused = await Client.PostAsync("{}");
        using var stranger = Farebox.With("sk-unknown");
        var unknown = await stranger.PostAsync(Calls.Body());

        Assert.Equal((200, 400, 401), (call.Status, refused.Status, unknown.Status));
        Assert.All([call, refused, unknown], answer => Assert.Matches("^[0-9]+$", answer.Header("openai-processing-ms")!));
    }

    [Theory]
    [InlineData("GET", "/v1/chat/completions", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/v1/embeddings", HttpStatusCode.NotFound)]
    [InlineData("POST", "/v1/chat/completions/more", HttpStatusCode.NotFound)]
    [InlineData("POST", "/chat/completions", HttpStatusCode.NotFound)]
    public async Task WhatIsNoModelCall_IsTheRoutesToAnswer(string method, string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, response.StatusCode);
    }

    private static IEnumerable<string> Own(CallResult call) => call.Response.Headers.Select(header => header.Key)
        .Where(name => name.StartsWith("openai-", StringComparison.Ordinal) || name.StartsWith("farebox-", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);
}
