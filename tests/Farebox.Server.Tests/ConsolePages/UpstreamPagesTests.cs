using System.Net;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.ConsolePages;

/// <summary>Provider connections in the console.</summary>
public sealed class UpstreamPagesTests : OperatorTest
{
    private const string Upstreams = Operator + "/upstreams";

    [Fact]
    public async Task Upstream_AddedTestedDisabledAndDeleted_IsAsThePagesSay()
    {
        var key = TestRecords.Secret("sk-of-the-provider-" + Guid.NewGuid().ToString("N"));
        var added = await Browser.SendAsync(Upstreams + "/new", new()
        {
            ["name"] = "second", ["base_url"] = Provider.BaseUrl.ToString(), ["api_key"] = key, ["asks_usage"] = "yes", ["free"] = "yes",
        });
        var at = added.Location!.Split('?')[0];
        Assert.StartsWith(Upstreams + "/up_", at, StringComparison.Ordinal);
        var page = await Browser.OpenAsync(at);
        Assert.Contains("acme/tiny", page.Html, StringComparison.Ordinal);
        Assert.Contains("kept, encrypted", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(key, page.Sent, StringComparison.Ordinal);
        Assert.Contains("It works.", (await ActAsync(at, "test")).Html, StringComparison.Ordinal);

        Assert.Equal(at + "?done=upstream-disabled", (await ActAsync(at, "disable")).Location);
        Assert.False(await EnabledAsync(at));
        Assert.Equal(at + "?done=upstream-enabled", (await ActAsync(at, "enable")).Location);
        Assert.True(await EnabledAsync(at));

        Assert.Contains("That is not the upstream", (await Browser.SendAsync(at + "/delete", new() { ["name"] = "first" })).Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Browser.OpenAsync(at)).Status);
        Assert.Equal(Upstreams + "?done=upstream-deleted", (await Browser.SendAsync(at + "/delete", new() { ["name"] = "second" })).Location);
        Assert.Equal(HttpStatusCode.NotFound, (await Browser.OpenAsync(at)).Status);
    }

    [Fact]
    public async Task Upstream_ThatCannotBeReached_SaysSoAndSince()
    {
        var added = await Browser.SendAsync(Upstreams + "/new", new() { ["name"] = "away", ["base_url"] = "http://127.0.0.1:9/v1" });
        var at = added.Location!.Split('?')[0];
        var tested = await ActAsync(at, "test");
        Assert.Contains("It does not work.", tested.Html, StringComparison.Ordinal);
        Assert.Contains("cannot be reached", tested.Html, StringComparison.Ordinal);
        var told = (await Farebox.GetAsync("/v1/system/upstreams/" + at.Split('/')[^1])).GetProperty("last_error_at").GetInt64();
        Assert.InRange(told, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 300, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        Assert.Contains("failing", (await Browser.OpenAsync(Upstreams)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_Saved_KeepTheKeyThatWasNotTyped_AndSayWhatIsWrong()
    {
        var at = Address(await Browser.OpenAsync(Upstreams), Upstreams + "/up_[^\"/]+");
        var saved = await Browser.SendAsync(at, new() { ["name"] = "renamed", ["base_url"] = Provider.BaseUrl.ToString(), ["models"] = "one\ntwo", ["position"] = "3" });
        Assert.Equal(at + "?done=upstream-saved", saved.Location);
        var shown = await Farebox.GetAsync("/v1/system/upstreams/" + at.Split('/')[^1]);
        Assert.Equal(("renamed", true, 3), (shown.GetProperty("name").GetString(), shown.GetProperty("has_credential").GetBoolean(), shown.GetProperty("position").GetInt32()));
        Assert.Equal("[\"one\",\"two\"]", shown.GetProperty("models").GetRawText());

        var refused = await Browser.SendAsync(at, new() { ["name"] = "renamed", ["base_url"] = "ftp://nowhere", ["position"] = "3" });
        Assert.Contains("base_url", refused.Html, StringComparison.Ordinal);
        await Browser.SendAsync(at, new() { ["name"] = "renamed", ["base_url"] = Provider.BaseUrl.ToString(), ["remove_key"] = "yes" });
        Assert.False((await Farebox.GetAsync("/v1/system/upstreams/" + at.Split('/')[^1])).GetProperty("has_credential").GetBoolean());
    }

    [Theory]
    [InlineData("")]
    [InlineData("/upstreams")]
    [InlineData("/models")]
    [InlineData("/models/one?name=gpt-test")]
    [InlineData("/aliases")]
    [InlineData("/vouchers")]
    [InlineData("/audit")]
    [InlineData("/settings")]
    public async Task OperatorsPages_AreThereForOperatorsAlone(string path)
    {
        Assert.Equal(HttpStatusCode.OK, (await Browser.OpenAsync(Operator + path)).Status);
        using var stranger = NewBrowser();
        Assert.Equal("/console/sign-in?next=" + Uri.EscapeDataString(Operator + path), (await stranger.OpenAsync(Operator + path)).Location);
        var owner = await SignInAsync("owner");
        Assert.Equal(HttpStatusCode.NotFound, (await owner.OpenAsync(Operator + path)).Status);
    }

    private Task<Accounts.Page> ActAsync(string at, string verb) => Browser.SendAsync(at, new() { ["verb"] = verb }, at + "/act");

    private async Task<bool> EnabledAsync(string at) =>
        (await Farebox.GetAsync("/v1/system/upstreams/" + at.Split('/')[^1])).GetProperty("enabled").GetBoolean();
}
