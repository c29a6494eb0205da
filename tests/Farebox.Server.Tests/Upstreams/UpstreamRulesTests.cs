using System.Net;
using Farebox.Contracts;

namespace Farebox.Server.Tests.Upstreams;

public sealed class UpstreamRulesTests(SharedFarebox farebox) : IClassFixture<SharedFarebox>
{
    private const string Path = "/v1/system/upstreams";

    [Theory]
    [InlineData("""{"base_url":"http://a.example/v1"}""", "name")]
    [InlineData("""{"name":"","base_url":"http://a.example/v1"}""", "name")]
    [InlineData("""{"name":"a b","base_url":"http://a.example/v1"}""", "name")]
    [InlineData("""{"name":"ü","base_url":"http://a.example/v1"}""", "name")]
    [InlineData("""{"name":"a"}""", "base_url")]
    [InlineData("""{"name":"a","base_url":"a.example/v1"}""", "base_url")]
    [InlineData("""{"name":"a","base_url":"ftp://a.example/v1"}""", "base_url")]
    [InlineData("""{"name":"a","base_url":"http://me:secret@a.example/v1"}""", "base_url")]
    [InlineData("""{"name":"a","base_url":"http://a.example/v1?x=1"}""", "base_url")]
    [InlineData("""{"name":"a","base_url":"http://a.example/v1#x"}""", "base_url")]
    [InlineData("""{"name":"a","base_url":"http://a.example/v1","kind":"eliza"}""", "kind")]
    [InlineData("""{"name":"a","base_url":"http://a.example/v1","api_key":"two words"}""", "api_key")]
    [InlineData("""{"name":"a","base_url":"http://a.example/v1","api_key":"line\r\nX-Evil: 1"}""", "api_key")]
    [InlineData("""{"name":"a","base_url":"http://a.example/v1","models":["ok",""]}""", "models[1]")]
    [InlineData("""{"name":"a","base_url":"http://a.example/v1","position":-1}""", "position")]
    [InlineData("""{"name":"a","base_url":"http://a.example/v1","position":1000000}""", "position")]
    [InlineData("""{"name":"a","base_url":"http://a.example/v1","enabled":"yes"}""", "enabled")]
    [InlineData("""{"name":"a","base_url":"http://a.example/v1","headers":{}}""", "headers")]
    public async Task Add_WrongField_IsRefusedByItsName(string body, string param)
    {
        var answer = await farebox.Server.CallAsync(HttpMethod.Post, Path, body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(param, answer.Error.Param);
    }

    [Theory]
    [InlineData("""{"name":"A-1_b.c","base_url":"http://127.0.0.1:1","enabled":false}""")]
    [InlineData("""{"name":"a","base_url":"https://127.0.0.1:1/deep/v1/","enabled":false,"kind":"openai","api_key":"","position":999999,"asks_usage":false}""")]
    public async Task Add_EveryFieldInRange_IsKept(string body) =>
        Assert.Equal(HttpStatusCode.OK, (await farebox.Server.CallAsync(HttpMethod.Post, Path, body)).Status);

    [Theory]
    [InlineData("""{"position":1}""", "position")]
    [InlineData("""{"name":"x"}""", "name")]
    [InlineData("""{"base_url":"http://a.example/v1"}""", "base_url")]
    [InlineData("""{"models":["x"]}""", "models")]
    [InlineData("""{"api_key":"x"}""", "api_key")]
    public async Task Eliza_AnythingButEnabled_CannotBeSet(string body, string param)
    {
        var answer = await farebox.Server.CallAsync(HttpMethod.Post, $"{Path}/up_eliza", body);
        Assert.Equal((HttpStatusCode.BadRequest, param), (answer.Status, answer.Error.Param));
    }

    [Fact]
    public async Task Eliza_Delete_IsAConflict() =>
        Assert.Equal(HttpStatusCode.Conflict, (await farebox.Server.CallAsync(HttpMethod.Delete, $"{Path}/up_eliza")).Status);

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "/test")]
    [InlineData("POST", "/discover")]
    public async Task AnyVerb_UnknownId_Is404(string method, string action)
    {
        var answer = await farebox.Server.CallAsync(new HttpMethod(method), $"{Path}/up_nobody{action}");
        Assert.Equal((HttpStatusCode.NotFound, ErrorCodes.NotFound), (answer.Status, answer.Error.Code));
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "")]
    [InlineData("DELETE", "/up_eliza")]
    [InlineData("POST", "/up_eliza/test")]
    public async Task AnyVerb_WithoutSystemScope_Is401(string method, string path)
    {
        using var key = farebox.Server.With(await farebox.Server.NewKeyAsync());
        var answer = await key.CallAsync(new HttpMethod(method), Path + path);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Contains("system.", answer.Error.Message, StringComparison.Ordinal);
    }
}
