using System.Net;
using Farebox.Server.Tests.Upstreams;

namespace Farebox.Server.Tests.UsageLog;

public sealed class UsageQueryRulesTests(SharedFarebox farebox) : IClassFixture<SharedFarebox>
{
    [Theory]
    [InlineData("req_00000000000000000000000000000000")]
    [InlineData("nonsense")]
    public async Task Get_UnknownId_Is404(string id) => Assert.Equal(HttpStatusCode.NotFound, (await farebox.Server.CallAsync(HttpMethod.Get, $"/v1/organization/request_logs/{id}")).Status);

    [Theory]
    [InlineData("outcome=fine", "outcome")]
    [InlineData("status=ok", "status")]
    [InlineData("status=1000", "status")]
    [InlineData("endpoint=/v1/chat", "endpoint")]
    [InlineData("order=up", "order")]
    [InlineData("after=key_1", "after")]
    [InlineData("before=1", "before")]
    [InlineData("id=1", "id")]
    [InlineData("start_time=yesterday", "start_time")]
    [InlineData("start_time=-1", "start_time")]
    [InlineData("end_time=1.5", "end_time")]
    [InlineData("start_time=5&end_time=5", "end_time")]
    [InlineData("limit=101", "limit")]
    [InlineData("key=key_1", "key")]
    public async Task List_WrongParameter_IsRefusedByItsName(string query, string param)
    {
        var answer = await farebox.Server.CallAsync(HttpMethod.Get, $"/v1/organization/request_logs?{query}");
        Assert.Equal((HttpStatusCode.BadRequest, param), (answer.Status, answer.Error.Param));
    }

    [Theory]
    [InlineData("", "start_time")]
    [InlineData("start_time=x", "start_time")]
    [InlineData("start_time=5&end_time=5", "end_time")]
    [InlineData("start_time=5&bucket_width=1w", "bucket_width")]
    [InlineData("start_time=5&limit=32", "limit")]
    [InlineData("start_time=5&limit=0", "limit")]
    [InlineData("start_time=5&limit=1441&bucket_width=1m", "limit")]
    [InlineData("start_time=5&limit=169&bucket_width=1h", "limit")]
    [InlineData("start_time=5&group_by=service_tier", "group_by")]
    [InlineData("start_time=5&batch=1", "batch")]
    [InlineData("start_time=5&page=page_2", "page")]
    [InlineData("start_time=5&page=page_3c_3b", "page")]
    [InlineData("start_time=5&project=proj_1", "project")]
    public async Task Usage_WrongParameter_IsRefusedByItsName(string query, string param)
    {
        var answer = await farebox.Server.CallAsync(HttpMethod.Get, $"/v1/organization/usage/completions?{query}");
        Assert.Equal((HttpStatusCode.BadRequest, param), (answer.Status, answer.Error.Param));
    }

    [Theory]
    [InlineData("", "start_time")]
    [InlineData("start_time=5&end_time=5", "end_time")]
    [InlineData("start_time=5&bucket_width=1h", "bucket_width")]
    [InlineData("start_time=5&limit=181", "limit")]
    [InlineData("start_time=5&limit=0", "limit")]
    [InlineData("start_time=5&group_by=model", "group_by")]
    [InlineData("start_time=5&page=page_3c_3b", "page")]
    [InlineData("start_time=5&models=a", "models")]
    public async Task Costs_WrongParameter_IsRefusedByItsName(string query, string param)
    {
        var answer = await farebox.Server.CallAsync(HttpMethod.Get, $"/v1/organization/costs?{query}");
        Assert.Equal((HttpStatusCode.BadRequest, param), (answer.Status, answer.Error.Param));
    }
}
