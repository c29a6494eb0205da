using System.Net;
using System.Text.Json;
using Farebox.Server.Tests.Credentials;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Accounts;

/// <summary>Invitations: over the API, by the page, and as whoever got one.</summary>
public sealed class InviteTests : ConsoleTest
{
    private const string Bob = "bob@example.org";
    private const string Invites = "/v1/organization/invites";
    private const string Invitation = "/console/invitation";

    [Fact]
    public async Task Invite_IsInOpenAisShape_ListedShownAndWithdrawn()
    {
        await StartAsync();
        var made = await InviteAsync(Bob, "viewer");
        var (id, seconds) = (made.String("id"), Clock.Seconds);
        Assert.Equal(("organization.invite", Bob, "viewer", "pending"), (made.String("object"), made.String("email"), made.String("role"), made.String("status")));
        Assert.Equal((seconds, seconds + (7 * 86_400), JsonValueKind.Null), (made.Number("created_at"), made.Number("expires_at"), made.Body.GetProperty("accepted_at").ValueKind));
        Assert.Equal(0, made.Body.GetProperty("projects").GetArrayLength());
        Assert.Equal(made.Text, (await Farebox.Admin.Get($"{Invites}/{id}").Expect(200)).Text);
        Assert.Equal(id, (await Farebox.Admin.Get(Invites).Expect(200)).Data.Single().GetProperty("id").GetString());

        var (_, link) = await OutboxReading.LinkAsync(Farebox, Bob, Invitation);
        Assert.DoesNotContain(link.Split("secret=")[1], made.Text, StringComparison.Ordinal);
        Assert.Equal("organization.invite.deleted", (await Farebox.Admin.Delete($"{Invites}/{id}").Expect(200)).String("object"));
        await Farebox.Admin.Get($"{Invites}/{id}").ExpectError(404, "not_found");
        await Farebox.Admin.Delete($"{Invites}/{id}").ExpectError(404, "not_found");
        Assert.Contains("not good any more", (await NewBrowser().OpenAsync(link)).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"role":"viewer"}""", "missing_required_parameter", "email")]
    [InlineData("""{"email":"bob@example.org"}""", "missing_required_parameter", "role")]
    [InlineData("""{"email":"bob","role":"viewer"}""", "invalid_value", "email")]
    [InlineData("""{"email":"bob@example.org\nBcc: a@b.c","role":"viewer"}""", "invalid_value", "email")]
    [InlineData("""{"email":"bob@example.org","role":"reader"}""", "invalid_value", "role")]
    [InlineData("""{"email":"bob@example.org","role":"viewer","projects":[{"id":"p","role":"member"}]}""", "invalid_value", "projects")]
    public async Task Invite_WithAWrongMember_Is400(string body, string code, string param)
    {
        await StartAsync();
        await Farebox.Admin.PostText(Invites, body).ExpectError(400, code, param);
        Assert.Empty((await Farebox.Admin.Get(Invites).Expect(200)).Data);
    }

    [Fact]
    public async Task Link_LetsWhoeverHasNoAccountSignUp_Once_WithTheRoleAndThatAddress()
    {
        await StartAsync(options => options.SignUp = "invitation");
        await InviteAsync(Bob, "viewer");
        var (text, link) = await OutboxReading.LinkAsync(Farebox, Bob, Invitation);
        Assert.Contains("within 7 days", text, StringComparison.Ordinal);
        Assert.Contains("7 天", text, StringComparison.Ordinal); // The reader's language is not known.
        var browser = NewBrowser();
        Assert.Contains(Bob, (await browser.OpenAsync(link)).Html, StringComparison.Ordinal);
        Assert.Contains("too short", (await FollowAsync(browser, link, "short")).Html, StringComparison.Ordinal);
        Assert.Equal("/console?done=joined", (await FollowAsync(browser, link, Password)).Location);
        var home = await browser.OpenAsync("/console");
        Assert.Contains("Viewer", home.Html, StringComparison.Ordinal);
        Assert.Equal("accepted", (await Farebox.Admin.Get(Invites).Expect(200)).Data.Single().GetProperty("status").GetString());
        Assert.Contains("not good any more", (await NewBrowser().OpenAsync(link)).Html, StringComparison.Ordinal);
        await Farebox.Admin.Delete($"{Invites}/{link.Split("id=")[1].Split('&')[0]}").ExpectError(409, "conflict", "invite");
        await Farebox.Admin.Post(Invites, new { email = Bob, role = "admin" }).ExpectError(409, "conflict", "email");
        Assert.Equal("/console", await SignInAsync(NewBrowser(), Bob));
    }

    [Fact]
    public async Task Link_WhereSignUpIsClosed_OrTooLate_OrAltered_OrReplaced_MakesNobody()
    {
        await StartAsync();
        await InviteAsync(Bob, "viewer");
        var (_, link) = await OutboxReading.LinkAsync(Farebox, Bob, Invitation);
        Assert.Contains("takes no new accounts", (await NewBrowser().OpenAsync(link)).Html, StringComparison.Ordinal);
        Assert.Contains("takes no new accounts", (await PostAsync(link)).Html, StringComparison.Ordinal);
        Assert.Contains("not good any more", (await NewBrowser().OpenAsync(link + "A")).Html, StringComparison.Ordinal);

        // Asked again: the id stays, the first link is worth nothing.
        Clock.Advance(TimeSpan.FromSeconds(1));
        await InviteAsync(Bob, "member");
        var (_, second) = await OutboxReading.LinkAsync(Farebox, Bob, Invitation, which: 2);
        Assert.Equal(link.Split('&')[0], second.Split('&')[0]);
        Assert.Contains("not good any more", (await NewBrowser().OpenAsync(link)).Html, StringComparison.Ordinal);
        Assert.Contains("Member", (await NewBrowser().OpenAsync(second)).Html, StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromDays(7));
        Assert.Contains("not good any more", (await NewBrowser().OpenAsync(second)).Html, StringComparison.Ordinal);
        Assert.Equal("expired", (await Farebox.Admin.Get(Invites).Expect(200)).Data.Single().GetProperty("status").GetString());
        Assert.Equal(Told.Wrong, await SignInAsync(NewBrowser(), Bob));
    }

    [Fact]
    public async Task Invitation_IsAcceptedBySomebodySignedInWithItsAddress_AndByNobodyElse()
    {
        await StartAsync(options => options.SignUp = "open");
        var (bob, eve) = (await MemberAsync(Bob), await MemberAsync("eve@example.org"));
        var invite = await InviteAsync(Bob.ToUpperInvariant(), "billing");
        var (_, link) = await OutboxReading.LinkAsync(Farebox, Bob, Invitation);
        Assert.Contains("Sign in as", (await NewBrowser().OpenAsync(link)).Html, StringComparison.Ordinal);

        // With the link in hand and another address: by the button, by the form, and as a stranger.
        Assert.Contains("is for", (await eve.OpenAsync(link)).Html, StringComparison.Ordinal);
        var id = invite.String("id");
        Assert.Contains("role=\"alert\"", (await eve.SendAsync("/console", new() { ["id"] = id }, Invitation + "/accept")).Html, StringComparison.Ordinal);
        Assert.Contains("role=\"alert\"", (await PostAsync(link)).Html, StringComparison.Ordinal);
        Assert.DoesNotContain("default", (await eve.OpenAsync("/console")).Html, StringComparison.Ordinal);

        Assert.Contains("You are invited to join default", (await bob.OpenAsync("/console")).Html, StringComparison.Ordinal);
        Assert.Equal("/console?done=joined", (await bob.SendAsync(link, new() { ["id"] = id }, Invitation + "/accept")).Location);
        Assert.Contains("Billing", (await bob.OpenAsync("/console")).Html, StringComparison.Ordinal);
        Assert.Contains("role=\"alert\"", (await bob.SendAsync("/console", new() { ["id"] = id }, Invitation + "/accept")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Owner_IsInvitedByOwnersAndOperators_NotByAdmins_NorByTheirKeys()
    {
        await StartAsync(options => options.SignUp = "open");
        await InviteAsync(Bob, "admin");
        var admin = NewBrowser();
        await FollowAsync(admin, (await OutboxReading.LinkAsync(Farebox, Bob, Invitation)).Link, Password);
        var organization = (await Farebox.Admin.Get("/v1/organization").Expect(200)).String("id");
        var page = $"/console/{organization}/invites";
        Assert.DoesNotContain("value=\"owner\"", (await admin.OpenAsync(page)).Html, StringComparison.Ordinal);
        Assert.Contains("Only an owner", (await admin.SendAsync(page, new() { ["email"] = "eve@example.org", ["role"] = "owner" })).Html, StringComparison.Ordinal);
        Assert.Equal(page + "?done=invited", (await admin.SendAsync(page, new() { ["email"] = "eve@example.org", ["role"] = "admin" })).Location);

        var key = (await Farebox.Admin.Post("/v1/organization/admin_api_keys", new { name = "k" }).Expect(200)).String("value");
        await Farebox.With(TestRecords.Secret(key)).Post(Invites, new { email = "eve@example.org", role = "owner" }).ExpectError(403, null, "role");

        // The owner of an organization of their own is no operator.
        var owner = await MemberAsync("carol@example.org");
        var own = System.Text.RegularExpressions.Regex.Match((await owner.OpenAsync("/console")).Html, "/console/(org_[^/\"]+)").Groups[1].Value;
        Assert.Equal($"/console/{own}/invites?done=invited", (await owner.SendAsync($"/console/{own}/invites", new() { ["email"] = "dan@example.org", ["role"] = "owner" })).Location);
        await InviteAsync("dora@example.org", "owner");
        Assert.Equal(page + "?done=invited", (await AdasBrowser.SendAsync(page, new() { ["email"] = "fay@example.org", ["role"] = "owner" })).Location);
    }

    [Theory]
    [InlineData("admin", "admin", null, true)]
    [InlineData("owner", "owner", "owner", true)]
    [InlineData("owner", "owner", "admin", false)]
    [InlineData("owner", "admin", "admin", true)]
    [InlineData("admin", "viewer", "member", false)]
    [InlineData("admin", "viewer", "", false)]
    [InlineData("admin", "viewer", "disabled", false)]
    public async Task Invitation_StandsAsLongAsWhoeverSentItCouldSendIt(string sender, string role, string? later, bool stands)
    {
        await StartAsync(options => options.SignUp = "invitation");
        var organization = (await Farebox.Admin.Get("/v1/organization").Expect(200)).String("id");
        var id = await People.AddAsync(Farebox, "sender@example.org", organization, sender);
        using var browser = await People.SignInAsync(Farebox, "sender@example.org");
        var acting = (await People.ActAsync(Farebox, browser, organization))!;
        await acting.Post(Invites, new { email = Bob, role }).Expect(200);
        var (_, link) = await OutboxReading.LinkAsync(Farebox, Bob, Invitation);
        if (later == "disabled") await Farebox.Admin.Post($"/v1/system/users/{id}/disable").Expect(200);
        else if (later?.Length == 0) await Farebox.Admin.Delete($"/v1/organization/users/{id}").Expect(200);
        else if (later is not null) await Farebox.Admin.Post($"/v1/organization/users/{id}", new { role = later }).Expect(200);

        var browserOfBob = NewBrowser();
        Assert.Equal(!stands, (await browserOfBob.OpenAsync(link)).Html.Contains("may not ask people to join default any more", StringComparison.Ordinal));
        Assert.Equal(stands ? "pending" : "expired", (await Farebox.Admin.Get(Invites).Expect(200)).Data.Single().GetProperty("status").GetString());
        Assert.Equal(stands ? "/console?done=joined" : null, (await PostAsync(link)).Location);
        Assert.Equal(stands ? "/console" : Told.Wrong, await SignInAsync(NewBrowser(), Bob));

        // Sent again by somebody who may, it is good again.
        if (stands) return;
        Clock.Advance(TimeSpan.FromSeconds(1));
        await InviteAsync(Bob, role);
        Assert.Equal("/console?done=joined", (await PostAsync((await OutboxReading.LinkAsync(Farebox, Bob, Invitation, which: 2)).Link)).Location);
    }

    [Fact]
    public async Task Invitation_OfWhoeverLeft_OfARevokedKey_OrToAnArchivedOrganization_IsNotAcceptedByWhoeverIsSignedIn()
    {
        await StartAsync(options => options.SignUp = "open");
        var bob = await MemberAsync(Bob);
        var organization = (await Farebox.Admin.Get("/v1/organization").Expect(200)).String("id");
        var made = await Farebox.Admin.Post("/v1/organization/admin_api_keys", new { name = "k" }).Expect(200);
        var id = (await Farebox.With(TestRecords.Secret(made.String("value"))).Post(Invites, new { email = Bob, role = "viewer" }).Expect(200)).String("id");
        Assert.Contains("You are invited", (await bob.OpenAsync("/console")).Html, StringComparison.Ordinal);
        await Farebox.Admin.Delete($"/v1/organization/admin_api_keys/{made.String("id")}").Expect(200);
        await RefusedAsync();

        var sender = await People.AddAsync(Farebox, "sender@example.org", organization, "admin");
        using var browser = await People.SignInAsync(Farebox, "sender@example.org");
        await (await People.ActAsync(Farebox, browser, organization))!.Post(Invites, new { email = Bob, role = "viewer" }).Expect(200);
        Assert.Contains("You are invited", (await bob.OpenAsync("/console")).Html, StringComparison.Ordinal);
        await (await People.ActAsync(Farebox, browser, organization))!.Delete($"/v1/organization/users/{sender}").Expect(200);
        await RefusedAsync();

        await InviteAsync(Bob, "viewer");
        Assert.Contains("You are invited", (await bob.OpenAsync("/console")).Html, StringComparison.Ordinal);
        await Farebox.Admin.Post($"/v1/system/organizations/{organization}/archive").Expect(200);
        await RefusedAsync();

        async Task RefusedAsync()
        {
            Assert.DoesNotContain("You are invited", (await bob.OpenAsync("/console")).Html, StringComparison.Ordinal);
            var refused = await bob.SendAsync("/console", new() { ["id"] = id }, Invitation + "/accept");
            Assert.Contains("not good any more", refused.Html, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"name":"renamed"}""", 0, true)]
    [InlineData("""{"permissions":"restricted","scopes":["organization.write"]}""", 0, true)]
    [InlineData("""{"permissions":"restricted","scopes":["organization.read","keys.read"]}""", 0, false)]
    [InlineData("""{"permissions":"read_only"}""", 0, false)]
    [InlineData("""{"name":"renamed"}""", 3600, false)]
    public async Task Invitation_OfAKey_StandsAsLongAsTheKeyIsGoodAndMayInvite(string change, int seconds, bool stands)
    {
        await StartAsync(options => options.SignUp = "invitation");
        var made = await Farebox.Admin.Post("/v1/organization/admin_api_keys", new { name = "k", expires_in = 3600 }).Expect(200);
        await Farebox.With(TestRecords.Secret(made.String("value"))).Post(Invites, new { email = Bob, role = "viewer" }).Expect(200);
        var (_, link) = await OutboxReading.LinkAsync(Farebox, Bob, Invitation);
        await Farebox.Admin.PostText($"/v1/organization/admin_api_keys/{made.String("id")}", change).Expect(200);
        Clock.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(stands ? "pending" : "expired", (await Farebox.Admin.Get(Invites).Expect(200)).Data.Single().GetProperty("status").GetString());
        Assert.Equal(stands ? "/console?done=joined" : null, (await PostAsync(link)).Location);
    }

    [Fact]
    public async Task Page_ListsSendsAndWithdraws_AndShowsAViewerNoForm_NorOthersOrganizations()
    {
        await StartAsync(options => options.SignUp = "invitation");
        var organization = (await Farebox.Admin.Get("/v1/organization").Expect(200)).String("id");
        var page = $"/console/{organization}/invites";
        Assert.Contains("Nobody is invited", (await AdasBrowser.OpenAsync(page)).Html, StringComparison.Ordinal);
        await AdasBrowser.SendAsync(page, new() { ["email"] = Bob, ["role"] = "viewer" });
        Assert.Contains(Bob, (await AdasBrowser.OpenAsync(page)).Html, StringComparison.Ordinal);
        var viewer = NewBrowser();
        await FollowAsync(viewer, (await OutboxReading.LinkAsync(Farebox, Bob, Invitation)).Link, Password);
        Assert.DoesNotContain("name=\"email\"", (await viewer.OpenAsync(page)).Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.SendAsync("/console", new() { ["email"] = "eve@example.org", ["role"] = "viewer" }, page)).Status);

        await AdasBrowser.SendAsync(page, new() { ["email"] = "eve@example.org", ["role"] = "viewer" });
        var id = (await Farebox.Admin.Get(Invites).Expect(200)).Data.Single(row => row.GetProperty("email").GetString() == "eve@example.org").GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.SendAsync("/console", [], $"{page}/{id}/withdraw")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await viewer.OpenAsync("/console/org_other/invites")).Status);
        Assert.Equal(page + "?done=invite-withdrawn", (await AdasBrowser.SendAsync(page, [], $"{page}/{id}/withdraw")).Location);
        Assert.Single((await Farebox.Admin.Get(Invites).Expect(200)).Data);
    }

    [Fact]
    public async Task Invites_OfAnotherOrganization_Are404()
    {
        await StartAsync();
        var id = (await InviteAsync(Bob, "viewer")).String("id");
        var other = (await Farebox.Admin.Post("/v1/system/organizations", new { name = "other" }).Expect(200)).String("id");
        var client = Farebox.With(Farebox.Options.AdminKey);
        client.DefaultRequestHeaders.Add("OpenAI-Organization", other);
        await client.Get($"{Invites}/{id}").ExpectError(404, "not_found");
        await client.Delete($"{Invites}/{id}").ExpectError(404, "not_found");
        Assert.Empty((await client.Get(Invites).Expect(200)).Data);
        await Farebox.Admin.Get($"{Invites}/{id}").Expect(200);
    }

    [Fact]
    public async Task Letters_ToOneAddress_HaveALimit()
    {
        await StartAsync(options => options.LettersPerAddress = 2);
        await InviteAsync(Bob, "viewer");
        await InviteAsync(Bob, "viewer");
        var refused = await Farebox.Admin.Post(Invites, new { email = Bob, role = "viewer" }).Expect(429);
        Assert.Contains("rate_limit_exceeded", refused.Text, StringComparison.Ordinal);
        Assert.Equal(3600, refused.Response.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        Clock.Advance(TimeSpan.FromHours(1));
        await InviteAsync(Bob, "viewer");
    }

    private async Task<Reply> InviteAsync(string email, string role) => await Farebox.Admin.Post(Invites, new { email, role }).Expect(200);

    /// <summary>Signs somebody up.</summary>
    private async Task<Browser> MemberAsync(string email)
    {
        var browser = NewBrowser();
        await SignUpAsync(browser, email);
        await FollowAsync(browser, (await OutboxReading.LinkAsync(Farebox, email, "/console/confirm")).Link, Password);
        return browser;
    }

    /// <summary>Sends the form behind a link without opening the page behind it.</summary>
    private Task<Page> PostAsync(string link)
    {
        var query = System.Web.HttpUtility.ParseQueryString(link.Split('?')[1]);
        return NewBrowser().SendAsync("/console/sign-in", new() { ["id"] = query["id"]!, ["secret"] = query["secret"]!, ["password"] = Password }, Invitation);
    }
}
