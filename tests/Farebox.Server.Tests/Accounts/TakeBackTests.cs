using Dapper;
using Farebox.Server.Storage;
using Farebox.Testing.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Accounts;

/// <summary>An account whose address a thief changed, and what else the thief does to keep it.</summary>
public sealed class TakeBackTests : ConsoleTest
{
    private const string Account = "/console/account";
    private const string Undo = "/console/undo-email";
    private const string Done = "/console/sign-in?done=email-undone";
    private const string Evil = "evil1@example.org";
    private const string Evil2 = "evil2@example.org";

    private string Chosen => TestRecords.Secret("another " + Password);

    [Fact]
    public async Task AddressThatAThiefGave_GetsNoLink_AndTheOwnersWorks_ThroughThreeAddresses()
    {
        await StartAsync();
        await ChangeAsync(AdasBrowser, Evil);
        var (_, link) = await OutboxReading.LinkAsync(Farebox, Ada, Undo);
        Clock.Advance(TimeSpan.FromHours(1));
        await ChangeAsync(AdasBrowser, Evil2);
        Assert.Contains("for a short time", (await OutboxReading.LinkAsync(Farebox, Evil, "/console/sign-in", which: 2)).Text, StringComparison.Ordinal);
        Assert.Equal(Done, (await FollowAsync(NewBrowser(), link, Chosen)).Location);
        Assert.Equal("/console", await SignInAsync(NewBrowser(), Ada, Chosen));
        Assert.Single(OutboxReading.Links(Farebox), sent => sent.AbsolutePath == Undo);

        // Taken once more: the address that was put back gets a link again.
        var thief = NewBrowser();
        await SignInAsync(thief, Ada, Chosen);
        await ChangeAsync(thief, Evil, Chosen);
        (_, link) = await OutboxReading.LinkAsync(Farebox, Ada, Undo, which: 2);
        Assert.Equal(Done, (await FollowAsync(NewBrowser(), link, Password)).Location);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("?email=ada%40example.org", true)]
    public async Task Link_WithoutTheAddress_OffersNothing(string query, bool offers)
    {
        await StartAsync();
        var html = (await NewBrowser().OpenAsync(Undo + query)).Html;
        Assert.Equal((offers, !offers), (html.Contains("<form class=\"card", StringComparison.Ordinal), html.Contains("not good any more", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    public async Task Address_GetsALink_OnceTheAccountHadItForAsLongAsALinkIsGood(int hours, bool gets)
    {
        await StartAsync();
        await ChangeAsync(AdasBrowser, "lovelace@example.org");
        Clock.Advance(TimeSpan.FromHours(hours));
        var browser = NewBrowser();
        await SignInAsync(browser, "lovelace@example.org");
        await ChangeAsync(browser, "countess@example.org");
        var (text, _) = await OutboxReading.LinkAsync(Farebox, "lovelace@example.org", gets ? Undo : "/console/sign-in", which: gets ? 1 : 2);
        Assert.Contains("is now countess@example.org", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("UPDATE users SET disabled_at = 1 WHERE email = @Ada", false)]
    public async Task WhoeverSignedUpWithTheAddressMeanwhile_GivesWay_UnlessThereIsMoreToThem(string sql, bool givesWay)
    {
        await StartAsync(options => options.SignUp = "open");
        await ChangeAsync(AdasBrowser, Evil);
        var (_, link) = await OutboxReading.LinkAsync(Farebox, Ada, Undo);
        await SignUpAsync(NewBrowser(), Ada, "thief's " + Password);
        if (sql.Length > 0) await WriteAsync(sql);
        var followed = await FollowAsync(NewBrowser(), link, Chosen);
        Assert.Equal(givesWay ? Done : "There is an account with this address already.", followed.Outcome);
        Assert.Equal(givesWay ? "/console" : Told.Wrong, await SignInAsync(NewBrowser(), Ada, Chosen));
        var told = await Farebox.GetAsync("/v1/system/audit_logs?limit=50");
        var deleted = told.GetProperty("data").EnumerateArray().Where(row => row.GetProperty("type").GetString() == "user.deleted").ToList();
        Assert.Equal(givesWay ? 1 : 0, deleted.Count);
        Assert.All(deleted, row => Assert.Contains(Ada, row.GetProperty("actor").GetRawText(), StringComparison.Ordinal));
    }

    // Keys that are on before the change, and after it.
    [Theory]
    [InlineData(null, null, false)]
    [InlineData(null, "02", false)]
    [InlineData("01", "02", false)]
    [InlineData("01", null, false)]
    [InlineData("01", "01", true)]
    public async Task Authenticator_StaysOnlyIfItWasOnBefore(string? before, string? after, bool stays)
    {
        await StartAsync();
        await UseAsync(before);
        await ChangeAsync(AdasBrowser, Evil);
        var (_, link) = await OutboxReading.LinkAsync(Farebox, Ada, Undo);
        await UseAsync(after);
        Assert.Equal(Done, (await FollowAsync(NewBrowser(), link, Chosen)).Location);
        Assert.Equal(stays ? "/console/sign-in/code" : "/console", await SignInAsync(NewBrowser(), Ada, Chosen));
        var codes = await Farebox.Services.GetRequiredService<Database>().ReadAsync(
            connection => connection.QuerySingle<string>("SELECT recovery_codes || coalesce(hex(authenticator_key), '') FROM users"), TestContext.Current.CancellationToken);
        Assert.Equal(stays ? """["c"]01""" : "[]", after is null ? codes.Replace("""["c"]""", "[]", StringComparison.Ordinal) : codes);
    }

    [Fact]
    public async Task AuthenticatorKey_ThatTheThiefSawAndDidNotTurnOn_IsGone()
    {
        await StartAsync();
        await ChangeAsync(AdasBrowser, Evil);
        var (_, link) = await OutboxReading.LinkAsync(Farebox, Ada, Undo);
        await AdasBrowser.SendAsync(Account, [], Account + "/authenticator/new");
        Assert.Contains("class=\"qr", (await AdasBrowser.OpenAsync(Account)).Html, StringComparison.Ordinal);
        await FollowAsync(NewBrowser(), link, Chosen);
        var ada = NewBrowser();
        await SignInAsync(ada, Ada, Chosen);
        Assert.DoesNotContain("class=\"qr", (await ada.OpenAsync(Account)).Html, StringComparison.Ordinal);
    }

    private Task UseAsync(string? key) => WriteAsync(key is null
        ? "UPDATE users SET two_factor = 0, authenticator_key = NULL, recovery_codes = '[]'"
        : $"""UPDATE users SET two_factor = 1, authenticator_key = x'{key}', recovery_codes = '["c"]'""");

    private async Task WriteAsync(string sql) => Assert.Equal(
        1, await Farebox.Services.GetRequiredService<Database>().UpkeepAsync(connection => connection.Execute(sql, new { Ada })));

    private async Task ChangeAsync(Browser browser, string email, string? password = null)
    {
        await browser.SendAsync(Account, new() { ["email"] = email, ["password"] = password ?? Password }, Account + "/email");
        var which = email == Evil && password is not null ? 2 : 1;
        var (_, link) = await OutboxReading.LinkAsync(Farebox, email, Account + "/email", which);
        var fields = System.Web.HttpUtility.ParseQueryString(link.Split('?')[1]);
        Clock.Advance(TimeSpan.FromSeconds(1)); // Letters are told apart by when they were written.
        var sent = await browser.SendAsync(link, new() { ["email"] = email, ["token"] = fields["token"]! }, Account + "/email/confirm");
        Assert.Equal(Account + "?done=email-changed", sent.Location);
    }
}
