using Farebox.Contracts.Upstreams;
using Farebox.Server.Upstreams;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Upstreams;

public sealed class UpstreamTestEndpointTests : UpstreamsFixture
{
    public static TheoryData<string, string> Faults => new()
    {
        { "wrong key", "It refused the credential (401): the API key is missing or wrong." },
        { "forbidden", "It refused the credential (403): the API key may not list models." },
        { "not found", "It has no list of models there (404): does the base URL lack its version, such as /v1?" },
        { "redirect", "It redirects elsewhere (307): use the address it redirects to as the base URL." },
        { "server error", "It answered with a failure of its own (503)." },
        { "rate limit", "It answers, but limits how often it may be asked (429)." },
        { "page", "It answered, but not with a list of models:" },
        { "other json", "It answered, but not with a list of models:" },
        { "garbage", "It answered, but not with a list of models:" },
        { "cut", "The connection broke:" },
    };

    private static Answer FaultOf(string fault) => fault switch
    {
        "wrong key" => Answers.WrongKey(),
        "forbidden" => Answers.Forbidden(),
        "not found" => Answers.Error(404, "invalid_request_error", null, "Not found"),
        "redirect" => Answers.Redirect("https://elsewhere.example/"),
        "server error" => Answers.ServerError(503),
        "rate limit" => Answers.RateLimited(),
        "page" => Answers.Status(200, "<html>Welcome</html>", "text/html"),
        "other json" => Answers.Status(200, """{"hello":"world"}""", "application/json"),
        "garbage" => Answers.Garbage(),
        _ => Answers.CloseAtOnce(),
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Test_Fault_IsToldInOneLine(string fault, string message)
    {
        var added = await AddAsync();
        Provider.AlwaysFor("/v1/models", FaultOf(fault));

        var test = await Farebox.PostAsync<UpstreamTest>($"{Path}/{added.Id}/test");
        Assert.False(test.Ok);
        Assert.StartsWith(message, test.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', test.Message);

        var shown = await ShowAsync(added.Id);
        Assert.Equal(("failing", test.Message), (shown.Health, shown.LastError));
        Assert.Equal(added.Models, shown.Models);
    }

    [Fact]
    public async Task Test_Answering_ListsItsModelsAndChangesNone()
    {
        var added = await AddAsync();
        Provider.Models = ["new"];

        var test = await Farebox.PostAsync<UpstreamTest>($"{Path}/{added.Id}/test");
        Assert.True(test.Ok);
        Assert.Equal(["new"], test.Models);
        Assert.Equal("It answered with 1 model.", test.Message);
        Assert.Equal(added.Models, (await ShowAsync(added.Id)).Models);
    }

    [Fact]
    public async Task Test_NobodyListens_SaysUnreachable()
    {
        var added = await AddAsync(baseUrl: NowhereUrl);
        var test = await Farebox.PostAsync<UpstreamTest>($"{Path}/{added.Id}/test");
        Assert.False(test.Ok);
        Assert.StartsWith("It cannot be reached:", test.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_Eliza_IsHealthy() => Assert.True((await Farebox.PostAsync<UpstreamTest>($"{Path}/up_eliza/test")).Ok);

    [Fact]
    public async Task Probe_NeverAnswering_EndsAtTheLimit()
    {
        var added = await AddAsync();
        Provider.AlwaysFor("/v1/models", Answers.Never());
        var result = await UpstreamProbe.RunAsync(Registry.Find(added.Id)!.Connection, TimeSpan.FromMilliseconds(200), Token);
        Assert.Null(result.Models);
        Assert.Equal("No answer within 0.2 s.", result.Message);
    }

    [Fact]
    public async Task Probe_OddNames_AreLeftOut()
    {
        var added = await AddAsync();
        Provider.Models = ["good", "", "good", new string('x', 201), "also\u0007bad", "good/2:latest"];
        var result = await UpstreamProbe.RunAsync(Registry.Find(added.Id)!.Connection, UpstreamDiscovery.Timeout, Token);
        Assert.Equal(["good", "good/2:latest"], result.Models);
    }
}
