namespace Farebox.Cli.Tests.Nouns;

public sealed class InvitesCommandTests
{
    private const string Invite = """
        {"object":"organization.invite","id":"invite_1","email":"bob@example.org","role":"viewer","status":"pending","created_at":1780000000,
        "expires_at":1780604800,"accepted_at":null,"projects":[]}
        """;

    [Fact]
    public async Task Create_SendsAddressAndRole()
    {
        await using var api = await FakeApi.StartAsync(("POST /organization/invites", 200, Invite));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("invites", "create", "bob@example.org", "--role", "viewer", "--base-url", api.BaseUrl));
        Assert.Equal("""{"email":"bob@example.org","role":"viewer"}""", api.Requests.Single().Body);
        Assert.Contains("invite_1", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_ShowsThem_AndDelete_NamesTheOne()
    {
        await using var api = await FakeApi.StartAsync(
            ("GET /organization/invites", 200, $$"""{"object":"list","data":[{{Invite}}],"first_id":"a","last_id":"a","has_more":false}"""),
            ("DELETE /organization/invites/invite_1", 200, """{"object":"organization.invite.deleted","id":"invite_1","deleted":true}"""));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("invites", "list", "--base-url", api.BaseUrl));
        foreach (var text in new[] { "invite_1", "bob@example.org", "viewer", "pending" }) Assert.Contains(text, run.Out, StringComparison.Ordinal);
        Assert.Equal(0, await run.RunAsync("invites", "delete", "invite_1", "--base-url", api.BaseUrl));
        Assert.Equal("DELETE /organization/invites/invite_1", api.Requests.Last().Route);
    }

    [Theory]
    [InlineData("invites", "create")]
    [InlineData("invites", "delete")]
    public async Task WithoutWhatItIsAbout_IsRefused(params string[] arguments)
    {
        using var run = Admin();
        Assert.Equal(2, await run.RunAsync(arguments));
    }

    private static CliRun Admin() => new() { Variables = { ["FAREBOX_ADMIN_KEY"] = "sk-fba1" } };
}
