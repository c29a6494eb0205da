using System.Net.Http.Json;
using System.Text.Json;
using Farebox.Server.Tests.Credentials;

namespace Farebox.Server.Tests.CallLog;

public sealed class CallLogEndpointsTests : CallLogFixture
{
    private string OfProject => $"/v1/organization/projects/{Farebox.ProjectId}/call_log";

    [Fact]
    public async Task Get_NothingSet_IsOff()
    {
        var shown = await Farebox.GetAsync(Settings);
        Assert.Equal(("organization.call_log", "off", 30), (shown.GetProperty("object").GetString(), Effective(shown), Days(shown)));
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("policy").ValueKind);
        Assert.Equal("off", Effective(await Farebox.GetAsync(OfProject)));
    }

    [Fact]
    public async Task Patch_Organization_HoldsInItsProjectsUntilTheySayOtherwise()
    {
        await KeepAsync(new { policy = "redacted", retention_days = 7, patterns = new[] { "EMP-[0-9]{6}" } });
        var project = await Farebox.GetAsync(OfProject);
        Assert.Equal(("redacted", 7), (Effective(project), Days(project)));

        await KeepAsync(new { policy = "full", patterns = new[] { "ACME" } }, OfProject);
        project = await Farebox.GetAsync(OfProject);
        Assert.Equal(("full", 7), (Effective(project), Days(project)));
        Assert.Equal(["EMP-[0-9]{6}", "ACME"], project.GetProperty("effective_patterns").EnumerateArray().Select(pattern => pattern.GetString()));
        Assert.Equal("redacted", Effective(await Farebox.GetAsync(Settings)));

        project = await KeepAsync(new { policy = "inherit", patterns = Array.Empty<string>() }, OfProject);
        Assert.Equal("redacted", Effective(project));
        Assert.Equal("off", Effective(await KeepAsync(new { policy = "inherit", retention_days = 0 })));
        Assert.Equal(30, Days(await Farebox.GetAsync(Settings)));
    }

    [Theory]
    [InlineData("""{"policy":"some"}""", "policy")]
    [InlineData("""{"retention_days":-1}""", "retention_days")]
    [InlineData("""{"retention_days":3651}""", "retention_days")]
    [InlineData("""{"usage_retention_days":-1}""", "usage_retention_days")]
    [InlineData("""{"usage_retention_days":3651}""", "usage_retention_days")]
    [InlineData("""{"patterns":["fine","("]}""", "patterns[1]")]
    [InlineData("""{"patterns":["(?=a)b"]}""", "patterns[0]")]
    [InlineData("""{"patterns":[null]}""", "patterns[0]")]
    [InlineData("""{"mode":"full"}""", "mode")]
    public async Task Patch_BadMember_Is400AndNamesIt(string body, string param)
    {
        var reply = await Wire.SendAsync(Farebox.Admin, HttpMethod.Patch, Settings, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal((400, param), ((int)reply.Status, reply.Param));
        Assert.Equal("off", Effective(await Farebox.GetAsync(Settings)));
    }

    [Fact]
    public async Task UsageRetention_IsTheOrganizationsAlone()
    {
        Assert.Equal(JsonValueKind.Null, (await Farebox.GetAsync(Settings)).GetProperty("usage_retention_days").ValueKind);
        Assert.Equal(400, (await KeepAsync(new { usage_retention_days = 400 })).GetProperty("usage_retention_days").GetInt32());
        Assert.Equal(400, (await KeepAsync(new { retention_days = 7 })).GetProperty("usage_retention_days").GetInt32());
        Assert.Equal(JsonValueKind.Null, (await Farebox.GetAsync(OfProject)).GetProperty("usage_retention_days").ValueKind);
        Assert.Equal(JsonValueKind.Null, (await KeepAsync(new { usage_retention_days = 0 })).GetProperty("usage_retention_days").ValueKind);
        var reply = await Wire.SendAsync(Farebox.Admin, HttpMethod.Patch, OfProject, JsonContent.Create(new { usage_retention_days = 400 }));
        Assert.Equal((400, "usage_retention_days"), ((int)reply.Status, reply.Param));
    }

    [Fact]
    public async Task Patch_ByAnApiKey_IsRefused()
    {
        foreach (var path in new[] { Settings, OfProject })
        {
            using var response = await Client.PatchAsJsonAsync(path, new { policy = "full" }, Cancelled);
            Assert.Equal(401, (int)response.StatusCode);
        }

        Assert.Equal("off", Effective((await Client.Get(OfProject).Expect(200)).Body));
        await Client.Get("/v1/organization/projects/proj_other/call_log").ExpectError(404, "not_found");
        await Farebox.Admin.Get("/v1/organization/projects/proj_other/call_log").ExpectError(404, "not_found");
    }

    private static string? Effective(JsonElement settings) => settings.GetProperty("effective_policy").GetString();

    private static int Days(JsonElement settings) => settings.GetProperty("effective_retention_days").GetInt32();
}
