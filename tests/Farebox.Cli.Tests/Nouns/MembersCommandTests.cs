namespace Farebox.Cli.Tests.Nouns;

public sealed class MembersCommandTests
{
    private const string Ada =
        """{"object":"organization.user","id":"user_1","name":"Ada","email":"ada@example.org","role":"admin","status":"active","added_at":1767226500}""";

    private const string List = $$"""{"object":"list","data":[{{Ada}}],"first_id":"user_1","last_id":"user_1","has_more":false}""";

    private const string User =
        """{"object":"user","id":"user_1","email":"ada@example.org","email_confirmed":true,"name":"Ada","two_factor":true,"is_operator":false,"status":"disabled","created_at":1767226500}""";

    [Fact]
    public async Task Role_OfAnAddress_FindsItsMember()
    {
        await using var api = await FakeApi.StartAsync(("GET /organization/users", 200, List), ("POST /organization/users/user_1", 200, Ada));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("members", "role", "Ada@example.org", "admin", "--base-url", api.BaseUrl));
        Assert.Equal("""{"role":"admin"}""", api.Requests.Last().Body);
        Assert.Contains("ada@example.org", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remove_OfAnAddressThatNobodyHas_AsksForNothing()
    {
        await using var api = await FakeApi.StartAsync(("GET /organization/users", 200, List));
        using var run = Admin();
        Assert.NotEqual(0, await run.RunAsync("members", "remove", "bob@example.org", "--base-url", api.BaseUrl));
        Assert.Contains("No member has the address bob@example.org", run.Error, StringComparison.Ordinal);
        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task Remove_OfAnId_RemovesIt()
    {
        const string Gone = """{"object":"organization.user.deleted","id":"user_1","deleted":true}""";
        await using var api = await FakeApi.StartAsync(("DELETE /organization/users/user_1", 200, Gone));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("members", "remove", "user_1", "--json", "--base-url", api.BaseUrl));
        Assert.Equal(Gone + "\n", run.Out);
    }

    [Fact]
    public async Task Users_Disable_ShowsThem()
    {
        await using var api = await FakeApi.StartAsync(("POST /system/users/user_1/disable", 200, User));
        using var run = Admin();
        Assert.Equal(0, await run.RunAsync("users", "disable", "user_1", "--base-url", api.BaseUrl));
        Assert.Contains("disabled", run.Out, StringComparison.Ordinal);
    }

    private static CliRun Admin() => new() { Variables = { ["FAREBOX_ADMIN_KEY"] = "sk-fba1" } };
}
