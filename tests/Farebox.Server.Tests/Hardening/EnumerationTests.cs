using System.Text;
using Farebox.Kernel.Credentials;
using Farebox.Server.Tests.Accounts;
using Farebox.Server.Tests.Credentials;
using Farebox.Server.Tests.Relay;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Hardening;

/// <summary>
/// On every route there is: an id of somebody else's gets the very answer that an id gets which nobody has, so that nobody finds out which
/// ids exist.
/// </summary>
public sealed class EnumerationTests(House<UsualRules> house) : HardeningTest<UsualRules>(house)
{
    // What has to be there before a row is looked up, for whatever route.
    private static readonly string[] Bodies =
    [
        "{}", "{\"name\":\"x\"}", "{\"max_spend_usd\":\"1\",\"period\":\"day\"}", "{\"max_spend_usd\":\"2\"}", "{\"max_requests_per_1_minute\":5}", "{\"policy\":\"off\"}",
        "{\"threshold_amount\":100,\"currency\":\"USD\",\"interval\":\"month\"}", "{\"target\":\"eliza\"}", "{\"enabled\":true}", "{\"role\":\"viewer\"}",
    ];

    // They change from call to call, or with the length of what they hold.
    private static readonly string[] Fleeting = ["Date", "x-request-id", "openai-processing-ms"];

    // Strangers from this one on.
    private const int OfTheSameOrganization = 2;

    // Of the house that the tests of this class share.
    private static Dictionary<string, string>? _own;
    private static HttpClient[]? _strangers;

    [Fact]
    public async Task IdsOfOthers_AreAnsweredLikeIdsThatNobodyHas_OnEveryRoute()
    {
        var ids = await OwnAsync();
        var strangers = await StrangersAsync();
        var missed = new List<string>();
        foreach (var route in ApiRoutes().Where(route => Names(route).Any()))
        {
            var statuses = new HashSet<int>();
            foreach (var stranger in strangers)
            {
                if (Names(route).All(name => IsOwn(stranger, name))) continue;
                foreach (var body in route.Method is "GET" or "HEAD" or "DELETE" ? new string?[] { null } : Bodies)
                {
                    var real = await AskAsync(stranger, route, name => ids[name], body);
                    var none = await AskAsync(stranger, route, name => Another(ids[name]), body);
                    Assert.True(real.Said == none.Said, $"{route.Name} {body}\n{real.Said}\n{none.Said}");
                    Assert.NotInRange(real.Status, 200, 299);
                    statuses.Add(real.Status);
                }
            }

            // A route whose rows no stranger's call ever came to has shown nothing.
            if (!route.Name.Contains("/v1/system/", StringComparison.Ordinal) && !statuses.Contains(404)) missed.Add($"{route.Name}: {string.Join(' ', statuses)}");
        }

        Assert.Empty(missed);
        await AssertUntouchedAsync();
    }

    [Fact]
    public async Task IdsOfOthers_AsPagesOrFilters_FindWhatIdsFindThatNobodyHas()
    {
        var ids = await OwnAsync();
        var names = new[] { "after", "project_ids[]", "project_id", "key_id", "actor_ids[]", "resource_ids[]", "api_key_ids[]" };
        foreach (var route in RouteList.Of(Farebox).Where(route => route is { Method: "GET", Pattern.Parameters.Count: 0 } && route.Name.Contains("/v1/", StringComparison.Ordinal)
            && !route.Name.EndsWith("/stream", StringComparison.Ordinal)))
        {
            foreach (var stranger in await StrangersAsync())
            {
                foreach (var (name, id) in names.SelectMany(name => ids.Where(id => !IsOwn(stranger, id.Key)).Select(id => (name, id.Value))))
                {
                    var real = await AskAsync(stranger, HttpMethod.Get, $"{route.PathWith((_, _) => "")}?{name}={id}", null, id);
                    var none = await AskAsync(stranger, HttpMethod.Get, $"{route.PathWith((_, _) => "")}?{name}={Another(id)}", null, Another(id));
                    Assert.True(real.Said == none.Said, $"{route.Name} {name}\n{real.Said}\n{none.Said}");
                }
            }
        }
    }

    [Fact]
    public async Task OwnIds_AreFound()
    {
        var ids = await OwnAsync();
        var found = 0;
        foreach (var route in ApiRoutes().Where(route => route.Method == "GET" && Names(route).Any() && !route.Name.Contains("/system/", StringComparison.Ordinal)))
        {
            var said = await AskAsync(Farebox.Admin, route, name => ids[name], null);
            found += said.Status == 200 ? 1 : 0;
        }

        Assert.InRange(found, 12, 100);
    }

    [Theory]
    [InlineData("/v1/key")]
    [InlineData("/v1/models")]
    [InlineData("/v1/organization/projects")]
    public async Task UnknownKey_AndKeyOfTheOtherKind_AndGarbage_AreAnsweredAlike_ButForTheMask(string path)
    {
        foreach (var keys in new[] { (KeyText.NewApiKey(), KeyText.NewApiKey()), (KeyText.NewAdminKey(), KeyText.NewAdminKey()) })
        {
            var first = await AskAsync(Farebox.With(keys.Item1), HttpMethod.Get, path, null, KeyText.Mask(keys.Item1));
            var second = await AskAsync(Farebox.With(keys.Item2), HttpMethod.Get, path, null, KeyText.Mask(keys.Item2));
            Assert.Equal((401, first.Said), (first.Status, second.Said));
        }
    }

    [Fact]
    public async Task Model_OfWhichAKeyMayKnowNothing_IsAnsweredLikeOneThatIsNot()
    {
        var client = Farebox.With(await Farebox.NewKeyAsync(new { name = "narrow", models = new[] { "eliza" } }));
        foreach (var path in new[] { "/v1/models/", "" })
        {
            var real = path.Length > 0 ? (await client.Get(path + "gpt-4o-mini")).Text : (await client.PostAsync(Calls.Body(model: "gpt-4o-mini"))).Body;
            var none = path.Length > 0 ? (await client.Get(path + "gpt-0o-none")).Text : (await client.PostAsync(Calls.Body(model: "gpt-0o-none"))).Body;
            Assert.Contains("model_not_found", real, StringComparison.Ordinal);
            Assert.Equal(real, none.Replace("gpt-0o-none", "gpt-4o-mini", StringComparison.Ordinal));
        }
    }

    // Pages know nobody by a key; RightsTests asks for those of others.
    private IEnumerable<ServedRoute> ApiRoutes() =>
        RouteList.Of(Farebox).Where(route => !route.Name.Contains(" /console", StringComparison.Ordinal));

    /// <summary>Ids that exist, by the place they take in routes; see <see cref="PlaceOf"/>.</summary>
    private async Task<Dictionary<string, string>> OwnAsync()
    {
        if (_own is not null) return _own;
        var project = Farebox.ProjectId;
        var key = await Farebox.Admin.Post($"/v1/organization/projects/{project}/api_keys", new { name = "its key" }).Expect(200);
        var keys = $"/v1/organization/projects/{project}/api_keys/{key.String("id")}";
        var secret = TestRecords.Secret(key.String("value"));
        var call = await Farebox.With(secret).PostAsync(Calls.Body());
        var budget = new { max_spend_usd = "1", period = "day" };
        var admin = await Farebox.Admin.Post("/v1/organization/admin_api_keys", new { name = "its admin" }).Expect(200);
        TestRecords.Secret(admin.String("value"));
        var operators = await Farebox.Admin.Post("/v1/system/admin_api_keys", new { name = "its operator" }).Expect(200);
        TestRecords.Secret(operators.String("value"));
        var vouchers = await Farebox.Admin.Post("/v1/system/vouchers", new { amount_usd = "5" }).Expect(200);
        TestRecords.Secret(vouchers.Data[0].GetProperty("code").GetString()!);
        var token = await Farebox.With(secret).Post("/v1/tokens").Expect(200);
        TestRecords.Secret(token.String("access_token"));
        var organization = (await Farebox.GetAsync("/v1/organization")).GetProperty("id").GetString()!;
        await People.AddAsync(Farebox, "owner@example.org", organization, "owner");
        var user = await People.AddAsync(Farebox, "member@example.org", organization, "member");
        return _own = new Dictionary<string, string>
        {
            ["projects"] = project, ["api_keys"] = key.String("id"), ["admin_api_keys"] = admin.String("id"), ["system admin_api_keys"] = operators.String("id"),
            ["tokens"] = token.String("token_id"), ["request_logs"] = call.RequestId, ["vouchers"] = vouchers.Data[0].GetProperty("id").GetString()!,
            ["organizations"] = organization,
            ["upstreams"] = (await Farebox.GetAsync("/v1/system/upstreams")).GetProperty("data")[0].GetProperty("id").GetString()!,
            ["audit_logs"] = (await Farebox.GetAsync("/v1/organization/audit_logs?limit=1")).GetProperty("data")[0].GetProperty("id").GetString()!,
            ["users"] = user,
            ["system users"] = user,
            ["budgets"] = (await Farebox.Admin.Post("/v1/organization/budgets", budget).Expect(200)).String("id"),
            ["invites"] = (await Farebox.Admin.Post("/v1/organization/invites", new { email = "bob@example.org", role = "viewer" }).Expect(200)).String("id"),
            ["projects budgets"] = (await Farebox.Admin.Post($"/v1/organization/projects/{project}/budgets", budget).Expect(200)).String("id"),
            ["api_keys budgets"] = (await Farebox.Admin.Post(keys + "/budgets", budget).Expect(200)).String("id"),
        };
    }

    /// <summary>Another organization's admin, an API key of it, one of a project beside, and a token of that.</summary>
    private async Task<HttpClient[]> StrangersAsync()
    {
        if (_strangers is not null) return _strangers;
        var id = (await Farebox.Admin.Post("/v1/system/organizations", new { name = "other" }).Expect(200)).String("id");
        var acting = Farebox.With(Farebox.Options.AdminKey);
        acting.DefaultRequestHeaders.Add("OpenAI-Organization", id);
        var admin = await acting.Post("/v1/organization/admin_api_keys", new { name = "stranger" }).Expect(200);
        var project = (await acting.Post("/v1/organization/projects", new { name = "its project" }).Expect(200)).String("id");
        var key = await acting.Post($"/v1/organization/projects/{project}/api_keys", new { name = "stranger" }).Expect(200);
        var beside = (await Farebox.Admin.Post("/v1/organization/projects", new { name = "beside" }).Expect(200)).String("id");
        var neighbour = TestRecords.Secret((await Farebox.Admin.Post($"/v1/organization/projects/{beside}/api_keys", new { name = "beside" }).Expect(200)).String("value"));
        return _strangers =
        [
            Farebox.With(TestRecords.Secret(admin.String("value"))), Farebox.With(TestRecords.Secret(key.String("value"))), Farebox.With(neighbour),
            Farebox.With(await Farebox.NewTokenAsync(neighbour)),
        ];
    }

    // What is the whole organization's is its projects' to see.
    private static bool IsOwn(HttpClient stranger, string place) => place is "budgets" or "organizations" && Array.IndexOf(_strangers!, stranger) >= OfTheSameOrganization;

    private static IEnumerable<string> Names(ServedRoute route)
    {
        var names = new List<string>();
        route.PathWith((_, before) =>
        {
            names.Add(PlaceOf(route, before));
            return "";
        });
        return names.Where(name => name.Length > 0);
    }

    /// <summary>What an id in this place of a route is of; empty for names that belong to nobody. A new place has to be told here.</summary>
    private static string PlaceOf(ServedRoute route, string before) => (before, route.Name) switch
    {
        ("admin_api_keys" or "users", var name) when name.Contains("/system/", StringComparison.Ordinal) => "system " + before,
        ("budgets", var name) when name.Contains("api_keys", StringComparison.Ordinal) => "api_keys budgets",
        ("budgets", var name) when name.Contains("projects", StringComparison.Ordinal) => "projects budgets",
        ("models" or "aliases" or "rate_limits" or "v1" or "", _) => "",
        ("audit_logs" or "projects" or "api_keys" or "admin_api_keys" or "tokens" or "request_logs" or "vouchers" or "organizations" or "upstreams" or "budgets" or "users", _) => before,
        ("invites", _) => before,
        _ => throw new InvalidOperationException($"Whose are the ids after '{before}' in {route.Name}?"),
    };

    // The same form and length, and nobody's.
    private static string Another(string id) => id[..^6] + (id.EndsWith("000000", StringComparison.Ordinal) ? "111111" : "000000");

    private static async Task<(int Status, string Said)> AskAsync(HttpClient client, ServedRoute route, Func<string, string> id, string? body)
    {
        var used = new List<string>();
        var path = route.PathWith((_, before) =>
        {
            if (PlaceOf(route, before) is not { Length: > 0 } place) return before == "rate_limits" ? "rl-eliza" : "eliza";
            used.Add(id(place));
            return used[^1];
        });
        return await AskAsync(client, new HttpMethod(route.Method), path, body, [.. used]);
    }

    private static async Task<(int Status, string Said)> AskAsync(HttpClient client, HttpMethod method, string path, string? body, params string[] ids)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var response = await client.SendAsync(request, Cancellation);
        var said = new StringBuilder().AppendLine(((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach (var header in response.Headers.Concat(response.Content.Headers).Where(header => !Fleeting.Contains(header.Key, StringComparer.OrdinalIgnoreCase)).OrderBy(header => header.Key))
            said.Append(header.Key).Append(": ").AppendJoin(',', header.Value).AppendLine();
        said.Append(await response.Content.ReadAsStringAsync(Cancellation));
        foreach (var id in ids) said.Replace(id, "ID");
        return ((int)response.StatusCode, said.ToString());
    }

    private async Task AssertUntouchedAsync()
    {
        var ids = await OwnAsync();
        await Farebox.Admin.Get($"/v1/organization/projects/{ids["projects"]}/api_keys/{ids["api_keys"]}").Expect(200);
        await Farebox.Admin.Get($"/v1/organization/budgets/{ids["budgets"]}").Expect(200);
        await Farebox.Admin.Get($"/v1/organization/admin_api_keys/{ids["admin_api_keys"]}").Expect(200);
        Assert.Equal(200, (await Client.PostAsync(Calls.Body())).Status);
    }
}
