using System.Net;
using Farebox.Server.Tests.Upstreams;

namespace Farebox.Server.Tests.Catalog;

public sealed class CatalogRulesTests(SharedFarebox farebox) : IClassFixture<SharedFarebox>
{
    [Theory]
    [InlineData("a", "{}", "target")]
    [InlineData("a", """{"target":"a"}""", "target")]
    [InlineData("a", """{"target":" "}""", "target")]
    [InlineData("a", """{"target":7}""", "target")]
    [InlineData("a", """{"target":"eliza","weight":1}""", "weight")]
    [InlineData("%20", """{"target":"eliza"}""", "name")]
    public async Task SetAlias_WrongField_IsRefusedByItsName(string name, string body, string param)
    {
        var answer = await farebox.Server.CallAsync(HttpMethod.Post, $"/v1/system/aliases/{name}", body);
        Assert.Equal((HttpStatusCode.BadRequest, param), (answer.Status, answer.Error.Param));
    }

    [Theory]
    [InlineData("unknown", "{}", HttpStatusCode.NotFound, null)]
    [InlineData("eliza", """{"enabled":1}""", HttpStatusCode.BadRequest, "enabled")]
    [InlineData("eliza", """{"price":1}""", HttpStatusCode.BadRequest, "price")]
    public async Task UpdateModel_UnknownModelOrField_IsRefused(string model, string body, HttpStatusCode status, string? param)
    {
        var answer = await farebox.Server.CallAsync(HttpMethod.Post, $"/v1/system/models/{model}", body);
        Assert.Equal((status, param), (answer.Status, answer.Error.Param));
    }
}
