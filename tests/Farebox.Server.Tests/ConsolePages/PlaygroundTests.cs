using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Farebox.Server.Tests.Accounts;
using Farebox.Server.Tests.Credentials;
using Farebox.Server.Tests.House;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.ConsolePages;

/// <summary>The playground: who may use it, what its access token may do, and that what a model says stays text.</summary>
public sealed partial class PlaygroundTests : OperatorTest
{
    private const string Markup = "<script>alert(1)</script><img src=x onerror=alert(2)>";

    private string Here => $"/console/{OrganizationId}/playground";

    [Fact]
    public async Task Token_IsForTheModelAndChatAlone_AndLivesMinutes()
    {
        var key = await NewKeyAsync();
        var told = await MintAsync(Browser, key, "gpt-test", "0.50");
        Assert.Equal(("Bearer", "model.request:chat"), (told.GetProperty("token_type").GetString(), told.GetProperty("scope").GetString()));
        Assert.InRange(told.GetProperty("expires_in").GetInt64(), 60, 900);

        using var holder = Farebox.With(TestRecords.Secret(told.GetProperty("access_token").GetString()!));
        var who = (await holder.Get("/v1/key").Expect(200)).Body;
        Assert.Equal("[\"gpt-test\"]", who.GetProperty("models").GetRawText());
        Assert.Contains(who.GetProperty("budgets").EnumerateArray(), budget => budget.GetProperty("limit").GetString() == "0.5");
        await holder.Get("/v1/models").Expect(401);
        await holder.Post("/v1/chat/completions", Chat("acme/tiny")).ExpectError(404, "model_not_found", "model");
    }

    [Fact]
    public async Task Markup_ThatAModelSays_ReachesTheBrowserAsAnEventStream_AndNoScriptMakesElementsOfIt()
    {
        Provider.Always(Answers.ChatStream(new StreamScript { Pieces = [Markup] }));
        var told = await MintAsync(Browser, await NewKeyAsync(), "gpt-test", "0.50");
        using var holder = Farebox.With(TestRecords.Secret(told.GetProperty("access_token").GetString()!));
        using var answer = await holder.PostAsJsonAsync(new Uri("/v1/chat/completions", UriKind.Relative), Chat("gpt-test"), TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("farebox-charge-usd=", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        foreach (var script in Repository.Files("src/Farebox.Console/Style", "*.js"))
            Assert.DoesNotMatch("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|createContextualFragment|eval\\(|new Function", Repository.Read(script));
        var page = await Browser.OpenAsync($"{Here}?model={Uri.EscapeDataString(Markup)}&key={Uri.EscapeDataString(Markup)}");
        Assert.DoesNotContain("<script>alert", page.Sent, StringComparison.Ordinal);
        Assert.DoesNotContain("onerror=alert(2)>", page.Sent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("key", "proj_x/key_x", HttpStatusCode.NotFound)]
    [InlineData("key", "nonsense", HttpStatusCode.NotFound)]
    [InlineData("max_spend", "lots", HttpStatusCode.BadRequest)]
    [InlineData("model", "", HttpStatusCode.BadRequest)]
    public async Task Token_WronglyWishedFor_IsRefusedInTheApisWords(string field, string value, HttpStatusCode status)
    {
        var fields = new Dictionary<string, string> { ["key"] = await NewKeyAsync(), ["model"] = "gpt-test", ["max_spend"] = "1", [field] = value };
        var refused = await Browser.SendAsync(Here, fields, Here + "/token");
        Assert.Equal(status, refused.Status);
        Assert.NotEmpty(JsonSerializer.Deserialize<JsonElement>(refused.Sent).GetProperty("error").GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task Token_WithoutTheFormsToken_IsNotMade()
    {
        var sent = await Browser.PostAsync(Here + "/token", new() { ["key"] = await NewKeyAsync(), ["model"] = "gpt-test" });
        Assert.Equal("/console?error=stale", sent.Location);
    }

    [Theory]
    [InlineData("member", HttpStatusCode.OK)]
    [InlineData("viewer", HttpStatusCode.Unauthorized)]
    public async Task Token_IsForRolesThatMakeKeys(string role, HttpStatusCode status)
    {
        var browser = await SignInAsync(role);
        Assert.Equal(role == "member", (await browser.OpenAsync($"/console/{OrganizationId}/api-keys")).Html.Contains(Here + "\"", StringComparison.Ordinal));
        var answer = await browser.SendAsync(Here, new() { ["key"] = await NewKeyAsync(), ["model"] = "gpt-test", ["max_spend"] = "1" }, Here + "/token");
        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task Page_WithoutAKey_SaysWhatToDo_AndNamesItsScriptForThoseWithout()
    {
        Assert.Contains("No key to call with", (await Browser.OpenAsync(Here)).Html, StringComparison.Ordinal);
        await NewKeyAsync();
        var page = await Browser.OpenAsync(Here);
        Assert.Contains("<noscript>", page.Html, StringComparison.Ordinal);
        foreach (Match script in Scripts().Matches(page.Html))
        {
            using var answer = await Farebox.With(null).GetAsync(new Uri(script.Groups[1].Value, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal("text/javascript", answer.Content.Headers.ContentType!.MediaType);
        }

        Assert.Equal(5, Scripts().Count(page.Html));
    }

    private static object Chat(string model) => new { model, stream = true, messages = new[] { new { role = "user", content = "hi" } } };

    private async Task<string> NewKeyAsync()
    {
        var key = await RunningFarebox.SendAsync(Farebox.Admin, HttpMethod.Post, $"/v1/organization/projects/{Farebox.ProjectId}/api_keys", new { name = "try" });
        TestRecords.Secret(key.GetProperty("value").GetString()!);
        return $"{Farebox.ProjectId}/{key.GetProperty("id").GetString()}";
    }

    private async Task<JsonElement> MintAsync(Browser browser, string key, string model, string spend)
    {
        var answer = await browser.SendAsync(Here, new() { ["key"] = key, ["model"] = model, ["max_spend"] = spend }, Here + "/token");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Html);
        return JsonSerializer.Deserialize<JsonElement>(answer.Sent);
    }

    [GeneratedRegex("\"(/console/playground[a-z-]*\\.js\\?v=[0-9a-f]+)\"")]
    private static partial Regex Scripts();
}
