using Farebox.Client;

namespace Farebox.Cli.Tests.Client;

/// <summary>Lists of models as providers really send them.</summary>
public sealed class ModelsClientTests
{
    [Theory]
    [InlineData("""{"object":"list","data":[{"id":"a","object":"model","created":5,"owned_by":"x"}]}""", "a 5 x")]
    [InlineData("""{"data":[{"id":"a"},{"id":"b","created":1.5e0,"owned_by":null}]}""", "a 0 ,b 0 ")]
    [InlineData("""[{"id":"a"}]""", "a 0 ")]
    [InlineData("""{"data":[{"name":"no id"},7]}""", "")]
    public async Task List_OfEachShape_IsRead(string json, string expected)
    {
        await using var api = await FakeApi.StartAsync(("GET /models", 200, json));
        using var client = FareboxClient.Connect(api.BaseUrl, "k", TimeSpan.FromSeconds(30));

        var models = await client.Models.ListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(expected, string.Join(',', models.Value.Data.Select(model => $"{model.Id} {model.Created} {model.OwnedBy}")));
        Assert.Equal(json, models.Json);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("\"text\"")]
    public async Task Answer_ThatIsNoList_IsAnError(string body)
    {
        await using var api = await FakeApi.StartAsync(("GET /models", 200, body));
        using var client = FareboxClient.Connect(api.BaseUrl, "k", TimeSpan.FromSeconds(30));

        await Assert.ThrowsAsync<FareboxApiException>(() => client.Models.ListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Name_WithSlashes_KeepsThem()
    {
        await using var api = await FakeApi.StartAsync(("GET /models/meta/llama 4", 200, """{"id":"meta/llama 4","object":"model","created":1,"owned_by":"x"}"""));
        using var client = FareboxClient.Connect(api.BaseUrl, "k", TimeSpan.FromSeconds(30));

        Assert.Equal("meta/llama 4", (await client.Models.GetAsync("meta/llama 4", TestContext.Current.CancellationToken)).Value.Id);
    }
}
