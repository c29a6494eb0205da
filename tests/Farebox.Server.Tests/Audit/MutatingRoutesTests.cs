using System.Text.Json;
using Farebox.Server.Tests.Accounts;
using Farebox.Server.Tests.Credentials;
using Farebox.Testing.Upstream;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Audit;

/// <summary>Calls every route that changes anything, and holds the table of routes against the list.</summary>
public sealed class MutatingRoutesTests : CredentialTest
{
    // Model calls have usage records. The test of an upstream asks it for its models and keeps nothing.
    private static readonly string[] WithoutEvents =
    [
        "POST /v1/chat/completions", "POST /v1/completions", "POST /v1/embeddings", "POST /v1/images/generations",
        "POST /v1/system/upstreams/{id}/test",
    ];

    private readonly Dictionary<string, string> _seen = [];
    private readonly List<string> _secrets = [];
    private readonly HashSet<string> _covered = [];

    [Fact]
    public async Task EveryRouteThatChangesAnything_LeavesAnEvent_AndNoneHoldsASecret()
    {
        await using var provider = ScriptedUpstream.Start();
        provider.AlwaysFor("/v1/models", Answers.Models("gpt-5-mini"));
        _secrets.Add(Farebox.Options.AdminKey);
        await AccountsAsync();
        await InvitesAsync();
        await PeopleAsync();
        await KeysAsync(Keys, "/v1/organization/projects/{pid}/api_keys", "api_key");
        await KeysAsync("/v1/organization/admin_api_keys", "/v1/organization/admin_api_keys", "admin_api_key");
        await KeysAsync("/v1/system/admin_api_keys", "/v1/system/admin_api_keys", "admin_api_key");
        await TokensAsync();
        await BudgetsAsync();
        await LimitsAsync();
        await CallLogAsync();
        await MoneyAsync();
        await UpstreamsAsync(provider);
        await CatalogAsync();

        Assert.Equal(Routes().Except(WithoutEvents).Order(), _covered.Order());
        var told = (await AuditReading.AllAsync(Farebox)).Select(row => string.Join('\n', row.ToRecord())).ToList();
        Assert.All(_secrets, secret => Assert.DoesNotContain(told, text => text.Contains(secret, StringComparison.Ordinal)));
        Assert.True(_secrets.Count > 10);
        Assert.Null((await AuditReading.VerifyAsync(Farebox)).Fault);
    }

    private async Task AccountsAsync()
    {
        const string Organizations = "/v1/system/organizations";
        var organization = (await ActAsync("POST " + Organizations, "organization.created", Admin.Post(Organizations, new { name = "one" }))).String("id");
        await ActAsync($"POST {Organizations}/{{id}}", "organization.updated", Admin.Post($"{Organizations}/{organization}", new { name = "two" }));
        await ActAsync($"POST {Organizations}/{{id}}/archive", "organization.archived", Admin.Post($"{Organizations}/{organization}/archive"));
        const string Projects = "/v1/organization/projects";
        var project = (await ActAsync("POST " + Projects, "project.created", Admin.Post(Projects, new { name = "one" }))).String("id");
        await ActAsync($"POST {Projects}/{{id}}", "project.updated", Admin.Post($"{Projects}/{project}", new { name = "two" }));
        await ActAsync($"POST {Projects}/{{id}}/archive", "project.archived", Admin.Post($"{Projects}/{project}/archive"));
    }

    private async Task InvitesAsync()
    {
        const string Invites = "/v1/organization/invites";
        var invite = await ActAsync("POST " + Invites, "invite.sent", Admin.Post(Invites, new { email = "bob@example.org", role = "viewer" }));
        await ActAsync($"DELETE {Invites}/{{id}}", "invite.deleted", Admin.Delete($"{Invites}/{invite.String("id")}"));
    }

    private async Task PeopleAsync()
    {
        var organization = (await Admin.Get("/v1/organization").Expect(200)).String("id");
        await People.AddAsync(Farebox, "owner@example.org", organization, "owner");
        var id = await People.AddAsync(Farebox, "member@example.org", organization, "member");
        const string Members = "/v1/organization/users";
        await ActAsync($"POST {Members}/{{id}}", "user.updated", Admin.Post($"{Members}/{id}", new { role = "viewer" }));
        await ActAsync($"DELETE {Members}/{{id}}", "user.deleted", Admin.Delete($"{Members}/{id}"));
        await ActAsync("POST /v1/system/users/{id}/disable", "user.updated", Admin.Post($"/v1/system/users/{id}/disable"));
        await ActAsync("POST /v1/system/users/{id}/enable", "user.updated", Admin.Post($"/v1/system/users/{id}/enable"));
        var other = (await Admin.Post("/v1/system/organizations", new { name = "own" }).Expect(200)).String("id");
        using var acting = With(Farebox.Options.AdminKey);
        acting.DefaultRequestHeaders.Add("OpenAI-Organization", other);
        await ActAsync("POST /v1/organization", "organization.updated", acting.Post("/v1/organization", new { name = "renamed" }));
        await ActAsync("POST /v1/organization/archive", "organization.archived", acting.Post("/v1/organization/archive"));
    }

    private async Task KeysAsync(string path, string route, string begin)
    {
        var made = await ActAsync($"POST {route}", begin + ".created", Admin.Post(path, new { name = "one" }));
        var other = await ActAsync($"POST {route}", begin + ".created", Admin.Post(path, new { name = "other" }));
        var id = made.String("id");
        _secrets.AddRange([made.String("value"), other.String("value")]);
        await ActAsync($"POST {route}/{{kid}}", begin + ".updated", Admin.Post($"{path}/{id}", new { name = "two" }));
        var rotated = await ActAsync($"POST {route}/{{kid}}/rotate", begin + ".rotated", Admin.Post($"{path}/{id}/rotate"));
        _secrets.Add(rotated.String("value"));
        await ActAsync($"POST {route}/{{kid}}/disable", begin + ".disabled", Admin.Post($"{path}/{id}/disable"));
        await ActAsync($"POST {route}/{{kid}}/enable", begin + ".enabled", Admin.Post($"{path}/{id}/enable"));
        await ActAsync($"POST {route}/{{kid}}/revoke", begin + ".deleted", Admin.Post($"{path}/{id}/revoke"));
        await ActAsync($"DELETE {route}/{{kid}}", begin + ".deleted", Admin.Delete($"{path}/{other.String("id")}"));
    }

    private async Task TokensAsync()
    {
        var (key, keyId) = await NewKeyAsync();
        var first = await ActAsync("POST /v1/tokens", "access_token.created", With(key).Post("/v1/tokens", new { label = "one" }));
        var second = await ActAsync("POST /v1/tokens", "access_token.created", With(key).Post("/v1/tokens"));
        var ofKey = await ActAsync(
            "POST /v1/organization/projects/{pid}/api_keys/{kid}/tokens", "access_token.created", Admin.Post($"{Keys}/{keyId}/tokens"));
        _secrets.AddRange([key, first.String("access_token"), second.String("access_token"), ofKey.String("access_token")]);
        await ActAsync("DELETE /v1/tokens/{id}", "access_token.revoked", With(key).Delete($"/v1/tokens/{first.String("token_id")}"));
        await ActAsync(
            "DELETE /v1/organization/projects/{pid}/api_keys/{kid}/tokens/{tid}", "access_token.revoked",
            Admin.Delete($"{Keys}/{keyId}/tokens/{second.String("token_id")}"));
    }

    private async Task BudgetsAsync()
    {
        var (_, keyId) = await NewKeyAsync();
        foreach (var (path, route) in new[]
        {
            ("/v1/organization", "/v1/organization"),
            ($"/v1/organization/projects/{Farebox.ProjectId}", "/v1/organization/projects/{pid}"),
            ($"{Keys}/{keyId}", "/v1/organization/projects/{pid}/api_keys/{kid}"),
        })
        {
            var made = await ActAsync($"POST {route}/budgets", "budget.created", Admin.Post(path + "/budgets", new { max_spend_usd = "1", period = "day" }));
            var one = $"{path}/budgets/{made.String("id")}";
            await ActAsync($"POST {route}/budgets/{{id}}", "budget.updated", Admin.Post(one, new { max_spend_usd = "2" }));
            await ActAsync($"DELETE {route}/budgets/{{id}}", "budget.deleted", Admin.Delete(one));
            if (path.Contains("api_keys", StringComparison.Ordinal)) continue;
            var limit = new { threshold_amount = 100, currency = "USD", interval = "month" };
            await ActAsync($"POST {route}/spend_limit", "budget.created", Admin.Post(path + "/spend_limit", limit));
            await ActAsync($"POST {route}/spend_limit", "budget.updated", Admin.Post(path + "/spend_limit", limit with { threshold_amount = 200 }));
            await ActAsync($"DELETE {route}/spend_limit", "budget.deleted", Admin.Delete(path + "/spend_limit"));
        }
    }

    private async Task LimitsAsync()
    {
        var (_, keyId) = await NewKeyAsync();
        foreach (var (path, route) in new[]
        {
            ("/v1/organization", "/v1/organization"),
            ($"/v1/organization/projects/{Farebox.ProjectId}", "/v1/organization/projects/{pid}"),
            ($"{Keys}/{keyId}", "/v1/organization/projects/{pid}/api_keys/{kid}"),
        })
        {
            var set = Admin.Post(path + "/rate_limits/rl-eliza", new { max_requests_per_1_minute = 7 });
            await ActAsync($"POST {route}/rate_limits/{{**id}}", "rate_limit.updated", set);
            await ActAsync($"DELETE {route}/rate_limits/{{**id}}", "rate_limit.deleted", Admin.Delete(path + "/rate_limits/rl-eliza"));
        }

        var id = (await Admin.Get("/v1/organization").Expect(200)).String("id");
        var tier = $"/v1/system/organizations/{id}/tier";
        await ActAsync("POST /v1/system/organizations/{id}/tier", "tier.updated", Admin.Post(tier, new { max_requests_per_1_minute = 1_000_000 }));
        await ActAsync("DELETE /v1/system/organizations/{id}/tier", "tier.deleted", Admin.Delete(tier));
    }

    private async Task CallLogAsync()
    {
        await ActAsync(
            "PATCH /v1/organization/projects/{pid}/call_log", "call_log.updated",
            PatchAsync($"/v1/organization/projects/{Farebox.ProjectId}/call_log", new { retention_days = 7 }));
        await ActAsync("PATCH /v1/organization/call_log", "call_log.updated", PatchAsync("/v1/organization/call_log", new { policy = "full" }));
        var (key, _) = await NewKeyAsync();
        var call = await With(key).Post("/v1/chat/completions", new { model = "none", messages = new[] { new { role = "user", content = "hi" } } });
        var id = call.Response.Headers.GetValues("x-request-id").Single();
        const string Logs = "/v1/organization/request_logs";
        await ActAsync($"DELETE {Logs}/{{id}}/payload", "payload.deleted", Admin.Delete($"{Logs}/{id}/payload"));
        await ActAsync($"DELETE {Logs}/payloads", "payload.deleted", Admin.Delete($"{Logs}/payloads?start_time=1&end_time=2"));
        await PatchAsync("/v1/organization/call_log", new { policy = "off" });
    }

    private Task<Reply> PatchAsync(string path, object body) => Wire.SendAsync(Admin, HttpMethod.Patch, path, System.Net.Http.Json.JsonContent.Create(body));

    private async Task MoneyAsync()
    {
        const string Grants = "/v1/organization/credit_grants";
        await ActAsync("POST " + Grants, "credit_grant.created", Admin.Post(Grants, new { amount_usd = "5", note = "hello" }));
        var batch = await ActAsync("POST /v1/system/vouchers", "voucher.created", Admin.Post("/v1/system/vouchers", new { amount_usd = "5", count = 2 }));
        _secrets.AddRange(batch.Data.Select(voucher => voucher.GetProperty("code").GetString()!));
        await ActAsync(
            "POST /v1/organization/vouchers/redeem", "voucher.redeemed",
            Admin.Post("/v1/organization/vouchers/redeem", new { code = batch.Data[0].GetProperty("code").GetString() }));
        var id = batch.Data[1].GetProperty("id").GetString();
        await ActAsync("POST /v1/system/vouchers/{id}/revoke", "voucher.revoked", Admin.Post($"/v1/system/vouchers/{id}/revoke"));
    }

    private async Task UpstreamsAsync(ScriptedUpstream provider)
    {
        const string Upstreams = "/v1/system/upstreams";
        _secrets.AddRange(["sk-upstream-one", "sk-upstream-two"]);
        var made = await ActAsync(
            "POST " + Upstreams, "upstream.created",
            Admin.Post(Upstreams, new { name = "one", base_url = provider.BaseUrl, api_key = "sk-upstream-one", free = true }));
        var one = $"{Upstreams}/{made.String("id")}";
        var changed = await ActAsync($"POST {Upstreams}/{{id}}", "upstream.updated", Admin.Post(one, new { name = "two", api_key = "sk-upstream-two" }));
        Assert.Equal("replaced", Told(changed, "upstream.updated").GetProperty("changes_requested").GetProperty("credential").GetString());
        await ActAsync($"POST {Upstreams}/{{id}}", "upstream.updated", Admin.Post(Upstreams + "/up_eliza", new { enabled = true }));
        provider.AlwaysFor("/v1/models", Answers.Models("gpt-5-mini", "gpt-5"));
        await ActAsync($"POST {Upstreams}/{{id}}/discover", "upstream.discovered", Admin.Post(one + "/discover"));
        await Admin.Post(one + "/test").Expect(200);
        await ActAsync("POST /v1/system/models/{**name}", "model.updated", Admin.Post("/v1/system/models/gpt-5-mini", new { enabled = false }));
        await ActAsync("POST /v1/system/prices", "price.created", Admin.Post("/v1/system/prices", new { model = "gpt-5", input = "1", output = "2" }));
        await ActAsync($"DELETE {Upstreams}/{{id}}", "upstream.deleted", Admin.Delete(one));
    }

    private async Task CatalogAsync()
    {
        var id = (await Admin.Get("/v1/organization").Expect(200)).String("id");
        await ActAsync(
            "POST /v1/system/multipliers", "multiplier.created",
            Admin.Post("/v1/system/multipliers", new { organization_id = id, multiplier = "1.5" }));
        await ActAsync("POST /v1/system/aliases/{**name}", "alias.updated", Admin.Post("/v1/system/aliases/short", new { target = "eliza" }));
        await ActAsync("DELETE /v1/system/aliases/{**name}", "alias.deleted", Admin.Delete("/v1/system/aliases/short"));
    }

    /// <summary>Expects that the call leaves an event of the type, and that it is the call's own.</summary>
    private async Task<Reply> ActAsync(string route, string type, Task<Reply> call)
    {
        var reply = await call.Expect(200);
        var requestId = reply.Response.Headers.GetValues("x-request-id").Single();
        var seen = (await Admin.Get("/v1/system/audit_logs?limit=5").Expect(200)).Data.Where(row => row.GetProperty("request_id").GetString() == requestId)
            .ToDictionary(row => row.GetProperty("type").GetString()!, row => row.GetRawText());
        Assert.True(seen.TryGetValue(type, out var json), $"{route} left {(seen.Count == 0 ? "no event" : string.Join(", ", seen.Keys))} instead of {type}.");
        using var told = JsonDocument.Parse(json);
        Assert.Equal("127.0.0.1", told.RootElement.GetProperty("actor").GetProperty("ip_address").GetString());
        _seen[type] = json;
        _covered.Add(route);
        return reply;
    }

    private JsonElement Told(Reply _, string type) => JsonSerializer.Deserialize<JsonElement>(_seen[type]).GetProperty(type);

    private IEnumerable<string> Routes() => Farebox.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
            .Where(method => method is not ("GET" or "HEAD" or "OPTIONS"))
            .Select(method => $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}"))
        .Where(route => !route.StartsWith("POST /console/", StringComparison.Ordinal)) // SignInTests; other pages act through these routes.
        .Distinct();
}
