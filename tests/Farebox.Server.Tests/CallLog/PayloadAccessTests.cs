using Farebox.Server.Tests.Credentials;
using Farebox.Server.Tests.Relay;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.CallLog;

public sealed class PayloadAccessTests : CallLogFixture
{
    [Fact]
    public async Task Payload_OfAnotherProject_Is404()
    {
        await KeepAsync(new { policy = "full" });
        var call = await Client.PostAsync(Ask("zanzibar"));
        await WrittenAsync();
        var path = $"{Logs}/{call.RequestId}?include=payload";
        Assert.Contains("zanzibar", (await Client.Get(path).Expect(200)).Text, StringComparison.Ordinal);

        var project = (await Farebox.Admin.Post("/v1/organization/projects", new { name = "other" }).Expect(200)).String("id");
        var key = await Farebox.Admin.Post($"/v1/organization/projects/{project}/api_keys", new { name = "other" }).Expect(200);
        var stranger = Farebox.With(TestRecords.Secret(key.String("value")));
        await stranger.Get(path).ExpectError(404, "not_found");
        Assert.Empty((await stranger.Get(Logs + "?text=zanzibar").Expect(200)).Data);
        Assert.Single((await Client.Get(Logs + "?text=zanzibar").Expect(200)).Data);

        var organization = (await Farebox.Admin.Post("/v1/system/organizations", new { name = "elsewhere" }).Expect(200)).String("id");
        var elsewhere = Farebox.With(Farebox.Options.AdminKey);
        elsewhere.DefaultRequestHeaders.Add("OpenAI-Organization", organization);
        await elsewhere.Get(path).ExpectError(404, "not_found");
        await elsewhere.Delete($"{Logs}/{call.RequestId}/payload").ExpectError(404, "not_found");
        Assert.Contains("zanzibar", (await Client.Get(path).Expect(200)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Include_UnknownPart_Is400() =>
        await Farebox.Admin.Get($"{Logs}/req_00000000000000000000000000000000?include=all").ExpectError(400, "invalid_value", "include");

    [Fact]
    public async Task Delete_Payload_IsGoneFromTheFilesBytes()
    {
        await KeepAsync(new { policy = "full" });
        var (gone, kept) = (await Client.PostAsync(Ask("zanzibarquux")), await Client.PostAsync(Ask("timbuktuquux")));
        await WrittenAsync();
        Assert.True(IsOnDisk("nzibarquux") && IsOnDisk("mbuktuquux"));

        await Farebox.Admin.Delete($"{Logs}/{gone.RequestId}/payload").Expect(200);
        Assert.False(IsOnDisk("nzibarquux"));
        Assert.True(IsOnDisk("mbuktuquux"));
        Assert.False((await ShowAsync(gone)).TryGetProperty("payload", out _));
        Assert.Empty(await SearchAsync("text=zanzibarquux"));
        Assert.True((await ShowAsync(kept)).TryGetProperty("payload", out _));
        await Farebox.Admin.Delete($"{Logs}/{gone.RequestId}/payload").ExpectError(404, "not_found");
    }

    [Fact]
    public async Task Delete_ByAnApiKey_IsRefused()
    {
        await KeepAsync(new { policy = "full" });
        var call = await Client.PostAsync(Ask("zanzibar"));
        await Client.Delete($"{Logs}/{call.RequestId}/payload").ExpectError(401, null);
        await Client.Delete($"{Logs}/payloads?start_time=1&end_time=2").ExpectError(401, null);
        Assert.True((await ShowAsync(call)).TryGetProperty("payload", out _));
    }

    [Fact]
    public async Task Delete_Span_TakesOnlyWhatBeganInIt()
    {
        await KeepAsync(new { policy = "full" });
        var calls = new List<CallResult>();
        for (var i = 0; i < 3; i++)
        {
            calls.Add(await Client.PostAsync(Ask($"word{i}quux")));
            Clock.Advance(TimeSpan.FromHours(1));
        }

        await WrittenAsync();
        var start = Clock.Seconds - (2 * 3600);
        var reply = await Farebox.Admin.Delete($"{Logs}/payloads?start_time={start}&end_time={start + 3600}").Expect(200);
        Assert.Equal(1, reply.Number("count"));
        Assert.Equal([true, false, true], Enumerable.Range(0, 3).Select(i => IsOnDisk($"{i}quux")));
        await Farebox.Admin.Delete($"{Logs}/payloads?start_time={start}").ExpectError(400, "missing_required_parameter", "end_time");
        await Farebox.Admin.Delete($"{Logs}/payloads?start_time=5&end_time=5").ExpectError(400, "invalid_value", "end_time");
    }
}
