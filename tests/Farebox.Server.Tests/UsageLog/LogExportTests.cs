using System.Text.Json;
using Farebox.Kernel.Metering;

namespace Farebox.Server.Tests.UsageLog;

public sealed class LogExportTests : UsageLogFixture
{
    private const string Path = "/v1/organization/request_logs/export";

    private async Task<(string? Type, string Text)> ExportAsync(string query)
    {
        using var response = await Farebox.Admin.GetAsync(new Uri(Path + query, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)response.StatusCode);
        return (response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Export_MoreThanAPage_IsAllOfIt_OldestFirst()
    {
        var ids = new List<string>();
        for (var i = 0; i < 2001; i++) ids.Add(await WriteAsync(Day + i));
        var (type, text) = await ExportAsync("");
        Assert.Equal("application/jsonl", type);
        Assert.Equal(ids, text.TrimEnd('\n').Split('\n').Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Export_Csv_QuotesAndDisarmsClientsText()
    {
        var id = await WriteAsync(Day, call => call with { RequestedModel = "=cmd()", User = "a,\"b\"", Outcome = Outcome.Refused });
        await WriteAsync(Day, call => call with { Outcome = Outcome.Completed });
        var (type, text) = await ExportAsync("?format=csv&outcome=refused");
        Assert.Equal("text/csv", type);
        var lines = text.TrimEnd().Split("\r\n");
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("id,created_at,project_id,key_id,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{id},{Day},{Farebox.ProjectId},key_1,,/v1/chat/completions,'=cmd(),small,", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"a,\"\"b\"\"\"", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?format=xml")]
    [InlineData("?limit=5")]
    [InlineData("?start_time=2&end_time=1")]
    public async Task Export_BadParameter_Is400(string query)
    {
        using var response = await Farebox.Admin.GetAsync(new Uri(Path + query, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(400, (int)response.StatusCode);
    }
}
