using System.Net;
using Farebox.Contracts;
using Farebox.Contracts.Models;
using Farebox.Server.Tests.Upstreams;

namespace Farebox.Server.Tests.Snapshots;

public sealed class ModelEndpointsTests : UpstreamsFixture
{
    private async Task<HttpClient> KeyAsync(object? body = null) => Farebox.With(await Farebox.NewKeyAsync(body));

    [Fact]
    public async Task List_AllModelsAllowed_HoldsModelsThenAliases()
    {
        Provider.Models = ["org/b", "a"];
        await AddAsync("mine");
        var list = (await (await KeyAsync()).CallAsync(HttpMethod.Get, "/v1/models")).Read<ModelList>();

        Assert.Equal("list", list.Object);
        Assert.Equal(["org/b", "a", "eliza"], list.Data.Take(3).Select(model => model.Id));
        Assert.Equal("mine", list.Data[0].OwnedBy);
        Assert.All(list.Data, model => Assert.Equal("model", model.Object));
        Assert.Contains("gpt-3.5-turbo", list.Data.Skip(3).Select(model => model.Id));
    }

    [Fact]
    public async Task List_SomeModelsAllowed_HoldsNoOther()
    {
        Provider.Models = ["gpt-4o-mini", "gpt-4o"];
        await AddAsync();
        var key = await KeyAsync(new { name = "narrow", models = new[] { "gpt-4o", "gpt-3.5-turbo" } });

        var ids = (await key.CallAsync(HttpMethod.Get, "/v1/models")).Read<ModelList>().Data.Select(model => model.Id).ToList();
        Assert.Equal("gpt-4o", ids[0]);
        Assert.Contains("gpt-3.5-turbo", ids);
        Assert.Contains("gpt-4", ids);
        Assert.DoesNotContain("gpt-4o-mini", ids);
        Assert.DoesNotContain("gpt-3.5-turbo-0301", ids);
    }

    [Theory]
    [InlineData("org/b")]
    [InlineData("org%2Fb")]
    [InlineData("text-davinci-003")]
    public async Task Get_ModelOrAlias_IsShownUnderTheNameAsked(string path)
    {
        Provider.Models = ["org/b"];
        await AddAsync();
        var model = (await (await KeyAsync()).CallAsync(HttpMethod.Get, $"/v1/models/{path}")).Read<Model>();
        Assert.Equal(Uri.UnescapeDataString(path), model.Id);
    }

    [Fact]
    public async Task Get_UnknownOrNotAllowed_IsTheSame404()
    {
        var key = await KeyAsync(new { name = "narrow", models = new[] { "other" } });
        var unknown = await key.CallAsync(HttpMethod.Get, "/v1/models/nothing");
        var notAllowed = await key.CallAsync(HttpMethod.Get, "/v1/models/eliza");
        Assert.Equal((HttpStatusCode.NotFound, ErrorCodes.ModelNotFound), (unknown.Status, unknown.Error.Code));
        Assert.Equal(unknown.Text.Replace("nothing", "eliza", StringComparison.Ordinal), notAllowed.Text);
    }

    [Fact]
    public async Task List_WithoutScope_Is401()
    {
        var key = await KeyAsync(new { name = "narrow", permissions = "restricted", scopes = new[] { "model.request:chat" } });
        var answer = await key.CallAsync(HttpMethod.Get, "/v1/models");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Contains("model.read", answer.Error.Message, StringComparison.Ordinal);
    }
}
