using System.Text.Json;
using Farebox.Server.Tests.Credentials;
using Farebox.Server.Tests.Relay;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Limits;

public sealed class LimitEndpointsTests : LimitTest
{
    [Fact]
    public async Task List_HasOneObjectPerModelAndOneForAll_InOpenAisShape()
    {
        var page = await Admin.Get($"{OfProject}?limit=100").Expect(200);
        Assert.Equal("list", page.String("object"));
        Assert.Equal(["*", "eliza", "gpt-3.5-turbo-instruct", "gpt-4o-mini", "text-embedding-3-small"], page.Data.Select(limit => limit.GetProperty("model").GetString()));
        foreach (var limit in page.Data)
        {
            Assert.Equal(("project.rate_limit", "rl-" + limit.GetProperty("model").GetString()), (limit.GetProperty("object").GetString(), limit.GetProperty("id").GetString()));
            Assert.Equal(JsonValueKind.Null, limit.GetProperty("max_requests_per_1_minute").ValueKind);
        }

        var second = await Admin.Get($"{OfProject}?limit=2&after=rl-eliza").Expect(200);
        Assert.Equal(["rl-gpt-3.5-turbo-instruct", "rl-gpt-4o-mini"], second.Data.Select(limit => limit.GetProperty("id").GetString()));
        Assert.True(second.Body.GetProperty("has_more").GetBoolean());
    }

    [Fact]
    public async Task Update_ChangesWhatItNames_AndDeleteTakesAllAway()
    {
        var (_, keyId, _) = await NewKeyAsync();
        foreach (var (root, name) in new[] { (OfOrganization, "organization.rate_limit"), (OfProject, "project.rate_limit"), (OfKey(keyId), "api_key.rate_limit") })
        {
            var path = root + "/rl-gpt-4o-mini";
            await Admin.Post(path, new { max_requests_per_1_minute = 600, max_tokens_per_1_minute = 150_000 }).Expect(200);
            var changed = await Admin.Post(path, new
            {
                max_requests_per_1_minute = 500, max_images_per_1_minute = 1, max_requests_per_1_day = 2, max_tokens_per_1_day = 3, max_concurrent_requests = 4,
            }).Expect(200);
            Assert.Equal((name, "gpt-4o-mini"), (changed.String("object"), changed.String("model")));
            Assert.Equal(
                [500, 150_000, 1, 2, 3, 4],
                new[]
                {
                    "max_requests_per_1_minute", "max_tokens_per_1_minute", "max_images_per_1_minute", "max_requests_per_1_day", "max_tokens_per_1_day",
                    "max_concurrent_requests",
                }.Select(changed.Number));
            Assert.Equal(changed.Text, (await Admin.Get(path).Expect(200)).Text);
            Assert.Equal(name + ".deleted", (await Admin.Delete(path).Expect(200)).String("object"));
            await Admin.Delete(path).ExpectError(404, "not_found");
            Assert.Equal(JsonValueKind.Null, (await Admin.Get(path).Expect(200)).Body.GetProperty("max_requests_per_1_minute").ValueKind);
        }
    }

    [Fact]
    public async Task Update_BadMember_Is400AndNamesIt()
    {
        var (_, keyId, _) = await NewKeyAsync();
        (string Path, string Body, string Code, string Param)[] cases =
        [
            (OfProject, "{}", "missing_required_parameter", "max_requests_per_1_minute"),
            (OfProject, """{"max_requests_per_1_minute":0}""", "invalid_value", "max_requests_per_1_minute"),
            (OfProject, """{"max_tokens_per_1_day":-1}""", "invalid_value", "max_tokens_per_1_day"),
            (OfProject, """{"max_concurrent_requests":1000000000001}""", "invalid_value", "max_concurrent_requests"),
            (OfProject, """{"max_requests_per_1_minute":"5"}""", "invalid_type", "max_requests_per_1_minute"),
            (OfProject, """{"max_audio_megabytes_per_1_minute":5}""", "unknown_parameter", "max_audio_megabytes_per_1_minute"),
            (OfProject, """{"queue_max_waiting":5,"queue_max_wait_seconds":5}""", "invalid_value", "queue_max_waiting"),
            (OfKey(keyId), """{"queue_max_waiting":5}""", "missing_required_parameter", "queue_max_wait_seconds"),
            (OfKey(keyId), """{"queue_max_waiting":10001}""", "invalid_value", "queue_max_waiting"),
            (OfKey(keyId), """{"queue_max_waiting":5,"queue_max_wait_seconds":601}""", "invalid_value", "queue_max_wait_seconds"),
        ];
        foreach (var (path, body, code, param) in cases) await Admin.PostText($"{path}/rl-*", body).ExpectError(400, code, param);
        var alias = await Admin.Post($"{OfProject}/rl-gpt-3.5-turbo", new { max_requests_per_1_minute = 1 }).ExpectError(400, "invalid_value", "id");
        Assert.Contains("rl-gpt-4o-mini", alias.Message, StringComparison.Ordinal);
        await Admin.Post($"{OfProject}/wrong", new { max_requests_per_1_minute = 1 }).ExpectError(404, "not_found");
    }

    [Fact]
    public async Task ForeignOrMissingOwner_Is404_AndApiKeysMayNot()
    {
        var (client, keyId, _) = await NewKeyAsync();
        var body = new { max_requests_per_1_minute = 1 };
        foreach (var path in new[] { "/v1/organization/projects/proj_none/rate_limits", $"/v1/organization/projects/proj_none/api_keys/{keyId}/rate_limits", OfKey("key_none") })
        {
            await Admin.Get(path).ExpectError(404, "not_found");
            await Admin.Get(path + "/rl-*").ExpectError(404, "not_found");
            await Admin.Post(path + "/rl-*", body).ExpectError(404, "not_found");
        }

        foreach (var path in new[] { OfOrganization, OfProject, OfKey(keyId) })
        {
            await client.Get(path).ExpectError(401, null);
            await client.Post(path + "/rl-*", body).ExpectError(401, null);
        }
    }

    [Fact]
    public async Task Change_IsInForceWithItsAnswer_AndWhatWasUsedStaysUsed()
    {
        var (client, keyId, _) = await NewKeyAsync();
        await LimitAsync(OfKey(keyId), new { max_requests_per_1_minute = 5 });
        for (var i = 0; i < 3; i++) Assert.Equal(200, await StatusAsync(client));
        await LimitAsync(OfKey(keyId), new { max_requests_per_1_minute = 3 });
        Assert.Equal(429, await StatusAsync(client));
        await LimitAsync(OfKey(keyId), new { max_requests_per_1_minute = 4 });
        Assert.Equal((200, 429), (await StatusAsync(client), await StatusAsync(client)));
        await Admin.Delete(OfKey(keyId) + "/rl-*").Expect(200);
        Assert.Equal(200, await StatusAsync(client));
    }

    [Fact]
    public async Task LimitOfAModel_HoldsForThatModelAndItsAliases()
    {
        var (client, _, _) = await NewKeyAsync();
        await LimitAsync(OfProject, new { max_requests_per_1_minute = 1 }, "gpt-4o-mini");
        Assert.Equal(200, (await client.PostAsync(Calls.Body(model: "gpt-3.5-turbo"))).Status);
        Assert.Equal(429, (await client.PostAsync(Calls.Body(model: "gpt-4o-mini"))).Status);
        Assert.Equal(200, (await client.PostAsync(Calls.Body(model: "eliza"))).Status);
    }

    [Fact]
    public async Task ImagesAMinute_AreCountedByTheImage()
    {
        var (client, keyId, _) = await NewKeyAsync();
        Upstream.Models = ["dall-e-3"];
        await Farebox.Admin.Post("/v1/system/upstreams/" + (await Farebox.GetAsync("/v1/system/upstreams")).GetProperty("data")[0].GetProperty("id").GetString() + "/discover").Expect(200);
        Upstream.Always(Answers.Images());
        await LimitAsync(OfKey(keyId), new { max_images_per_1_minute = 5 });
        const string body = """{"model":"dall-e-3","prompt":"a fare box","n":3}""";
        Assert.Equal(200, (await client.PostAsync(body, "/v1/images/generations")).Status);
        var refused = await client.PostAsync(body, "/v1/images/generations");
        Assert.Contains("images per min (IPM): Limit 5, Used 3, Requested 3.", refused.Error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyInfo_ShowsEveryLimitAndWhatIsLeft()
    {
        var (_, keyId, key) = await NewKeyAsync(new { name = "limited", rpm = 10, concurrency = 2 });
        await LimitAsync(OfProject, new { max_requests_per_1_day = 100 }, "gpt-4o-mini");
        var token = Farebox.With(await Farebox.NewTokenAsync(key, new { tpm = 5000 }));
        Assert.Equal(200, await StatusAsync(token));
        var limits = (await token.Get("/v1/key").Expect(200)).Body.GetProperty("limits").EnumerateArray()
            .Select(limit => string.Join(' ', new[] { "level", "model", "kind", "limit", "used", "left" }.Select(member => limit.GetProperty(member).ToString()))).ToList();
        Assert.Equal(
            ["project gpt-4o-mini rpd 100 1 99", "key * rpm 10 1 9", "key * concurrency 2 0 2", "token * tpm 5000 50 4950"], limits.Where(line => line[0] != 'o'));
        Assert.Equal(2, limits.Count(line => line.StartsWith("organization * ", StringComparison.Ordinal)));
        Assert.Equal(10, (await Admin.Get(OfKey(keyId) + "/rl-*").Expect(200)).Number("max_requests_per_1_minute"));
    }

    [Fact]
    public async Task CreateKey_WithALimitThatIsNone_MakesNoKey()
    {
        var keys = $"/v1/organization/projects/{Farebox.ProjectId}/api_keys";
        await Admin.Post(keys, new { name = "x", rpm = 0 }).ExpectError(400, "invalid_value", "rpm");
        await Admin.Post("/v1/organization/admin_api_keys", new { name = "x", tpd = 5 }).ExpectError(400, "invalid_value", "tpd");
        Assert.Empty((await Admin.Get(keys).Expect(200)).Data);
    }

    [Fact]
    public async Task Token_IsNotLimitedWiderThanItsKeyOrAnyTokenBeforeIt_AndNarrowerHolds()
    {
        var (_, _, key) = await NewKeyAsync(new { name = "limited", rpm = 10 });
        var parent = await Farebox.NewTokenAsync(key, new { rpm = 2, tpd = 5000 });
        foreach (var (credential, body, param) in new (string, object, string)[]
        {
            (key, new { rpm = 11 }, "rpm"), (parent, new { rpm = 3 }, "rpm"), (parent, new { tpd = 5001 }, "tpd"), (parent, new { concurrency = 0 }, "concurrency"),
        })
        {
            await Farebox.With(credential).Post("/v1/tokens", body).ExpectError(400, "invalid_value", param);
        }

        // A child counts under its parent, whose limit holds for both.
        var child = Farebox.With(await Farebox.NewTokenAsync(parent, new { rpm = 2, tpm = 9_000_000, ipm = 1 }));
        Assert.Equal((200, 200, 429), (await StatusAsync(child), await StatusAsync(Farebox.With(parent)), await StatusAsync(child)));
        Assert.Equal(200, await StatusAsync(Farebox.With(key)));
        var row = (await Farebox.With(key).Get("/v1/tokens").Expect(200)).Data.Single(token => token.GetProperty("depth").GetInt32() == 1);
        Assert.Equal((2, 5000, JsonValueKind.Null), (row.GetProperty("rpm").GetInt64(), row.GetProperty("tpd").GetInt64(), row.GetProperty("ipm").ValueKind));
    }
}
