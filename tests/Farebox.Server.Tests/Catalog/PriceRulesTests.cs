using System.Net;
using Farebox.Contracts.Models;
using Farebox.Server.Tests.Upstreams;

namespace Farebox.Server.Tests.Catalog;

public sealed class PriceRulesTests(SharedFarebox farebox) : IClassFixture<SharedFarebox>
{
    [Theory]
    [InlineData("""{"input":"1","output":"1"}""", "model")]
    [InlineData("""{"model":" ","input":"1","output":"1"}""", "model")]
    [InlineData("""{"model":"gpt-4","input":"1","output":"1"}""", "model")] // an alias
    [InlineData("""{"model":"m"}""", "input")]
    [InlineData("""{"model":"m","output":"1"}""", "input")]
    [InlineData("""{"model":"m","input":"1"}""", "output")]
    [InlineData("""{"model":"m","reasoning":"1","per_image":"1"}""", "input")]
    [InlineData("""{"model":"m","input":1,"output":"1"}""", "input")]
    [InlineData("""{"model":"m","input":"-0.1","output":"1"}""", "input")]
    [InlineData("""{"model":"m","per_image":"0.1234567891"}""", "per_image")]
    [InlineData("""{"model":"m","per_image":"100001"}""", "per_image")]
    [InlineData("""{"model":"m","per_image":"1","effective_from":1}""", "effective_from")]
    [InlineData("""{"model":"m","per_image":"1","effective_from":253402300800}""", "effective_from")]
    [InlineData("""{"model":"m","per_image":"1","note":"a\nb"}""", "note")]
    [InlineData("""{"model":"m","per_image":"1","ends_own_price":true}""", "per_image")]
    [InlineData("""{"model":"m","per_image":"1","currency":"EUR"}""", "currency")]
    public async Task SetPrice_WrongField_IsRefusedByItsName(string body, string param)
    {
        var answer = await farebox.Server.CallAsync(HttpMethod.Post, "/v1/system/prices", body);
        Assert.Equal((HttpStatusCode.BadRequest, param), (answer.Status, answer.Error.Param));
    }

    [Theory]
    [InlineData("""{"model":"a","input":"0","output":"0"}""")]
    [InlineData("""{"model":"a","per_request":"100000"}""")]
    [InlineData("""{"model":"a","per_audio_minute":"0.000000001","effective_from":4102444800}""")]
    [InlineData("""{"model":"gpt-5-mini","input":"1","output":"1","reasoning":"2","cache_write":"3","note":"x"}""")]
    [InlineData("""{"model":"a","ends_own_price":true}""")]
    [InlineData("""{"model":"eliza","input":"1","output":"1"}""")]
    public async Task SetPrice_RightFields_AreTaken(string body) => await farebox.Server.PostAsync<ModelPrice>("/v1/system/prices", body);

    [Theory]
    [InlineData("""{"multiplier":"1"}""", HttpStatusCode.BadRequest, "model")]
    [InlineData("""{"model":"m","organization_id":"org_x","multiplier":"1"}""", HttpStatusCode.BadRequest, "model")]
    [InlineData("""{"model":"gpt-4","multiplier":"1"}""", HttpStatusCode.BadRequest, "model")]
    [InlineData("""{"model":"m"}""", HttpStatusCode.BadRequest, "multiplier")]
    [InlineData("""{"model":"m","multiplier":"-1"}""", HttpStatusCode.BadRequest, "multiplier")]
    [InlineData("""{"model":"m","multiplier":"100.1"}""", HttpStatusCode.BadRequest, "multiplier")]
    [InlineData("""{"model":"m","multiplier":"1.0000001"}""", HttpStatusCode.BadRequest, "multiplier")]
    [InlineData("""{"model":"m","multiplier":"1","effective_from":5}""", HttpStatusCode.BadRequest, "effective_from")]
    [InlineData("""{"organization_id":"org_x","multiplier":"1"}""", HttpStatusCode.NotFound, null)]
    public async Task SetMultiplier_WrongField_IsRefusedByItsName(string body, HttpStatusCode status, string? param)
    {
        var answer = await farebox.Server.CallAsync(HttpMethod.Post, "/v1/system/multipliers", body);
        Assert.Equal((status, param), (answer.Status, answer.Error.Param));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("10000001")]
    public async Task SetReserve_OutOfRange_IsRefused(string tokens)
    {
        var answer = await farebox.Server.CallAsync(HttpMethod.Post, "/v1/system/models/eliza", $$"""{"reserve_output_tokens":{{tokens}}}""");
        Assert.Equal((HttpStatusCode.BadRequest, "reserve_output_tokens"), (answer.Status, answer.Error.Param));
    }
}
