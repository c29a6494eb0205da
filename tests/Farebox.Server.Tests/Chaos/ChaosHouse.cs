using System.Globalization;
using System.Text.Json;
using Farebox.Kernel.Money;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Chaos;

/// <summary>A limit that was set, and whose calls count under it.</summary>
/// <param name="Id">As its accounts in the ledger name it.</param>
/// <param name="KeyId">Null for the calls of all keys.</param>
/// <param name="TokenIds">Null for calls with any credential.</param>
internal sealed record ChaosLimit(string Id, bool CountsRequests, long Limit, string? KeyId = null, IReadOnlyList<string>? TokenIds = null);

/// <summary>What the operator does over the rounds: prices, credit, budgets, keys and tokens; and the notes that an audit needs.</summary>
internal sealed class ChaosHouse(Random random)
{
    /// <summary>The least that can be set, so that answers of moderate size flow before they are settled.</summary>
    public const int MaxBufferedAnswerBytes = 4096;

    private readonly List<string> _keys = [];
    private string _project = "";
    private (string Reference, NanoUsd Amount)? _unsure;

    public static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["FAREBOX_MIN_TOPUP_USD"] = "0",
        ["FAREBOX_MAX_BUFFERED_ANSWER_BYTES"] = MaxBufferedAnswerBytes.ToString(CultureInfo.InvariantCulture),
    };

    public string OrganizationId { get; private set; } = "";

    /// <summary>All credit that was given.</summary>
    public NanoUsd Granted { get; private set; }

    /// <summary>Every price that was ever set, by the version that charges name.</summary>
    public Dictionary<string, ChaosPrice> Prices { get; } = [];

    /// <summary>Of the organization, the project and the keys.</summary>
    public List<ChaosLimit> Limits { get; } = [];

    /// <summary>Of the round's access tokens.</summary>
    public IReadOnlyList<ChaosLimit> Caps { get; private set; } = [];

    /// <summary>Before the first round.</summary>
    public async Task SetUpAsync(ServerProcess server, Uri upstream)
    {
        OrganizationId = (await server.GetAsync("/v1/organization")).GetProperty("id").GetString()!;
        _project = (await server.GetAsync("/v1/organization/projects")).GetProperty("data")[0].GetProperty("id").GetString()!;
        await RunningFarebox.LiftLimitsAsync(server.Admin);
        await PostAsync(server, "/v1/system/upstreams", new { name = "scripted", kind = "openai", base_url = upstream });
        foreach (var model in ChaosPlan.Models) await PriceAsync(server, model);
        for (var i = 0; i < 3; i++)
        {
            var key = await PostAsync(server, $"/v1/organization/projects/{_project}/api_keys", new { name = $"chaos {i}" });
            _keys.Add(TestRecords.Secret(key.GetProperty("value").GetString()!));
            if (i == 0) continue;

            // The second key may make so many calls in its life, the third spend so much.
            var id = key.GetProperty("id").GetString()!;
            var path = $"/v1/organization/projects/{_project}/api_keys/{id}/budgets";
            if (i == 1) await LimitAsync(server, path, requests: 250, "life", id);
            else await LimitAsync(server, path, new NanoUsd(150_000_000), "life", id);
        }

        await LimitAsync(server, "/v1/organization/budgets", NanoUsd.FromUsd(100_000), "month");
        await LimitAsync(server, $"/v1/organization/projects/{_project}/budgets", requests: 100_000_000, "day");
        await GrantAsync(server);
    }

    /// <summary>Makes sure of a grant whose answer was not seen: asked for again by its reference, it is given once.</summary>
    public async Task ConfirmAsync(ServerProcess server)
    {
        if (_unsure is not { } grant) return;
        await PostAsync(server, "/v1/organization/credit_grants", new { amount_usd = grant.Amount.ToString(), reference = grant.Reference });
        Granted += grant.Amount;
        _unsure = null;
    }

    /// <summary>Sometimes another price; always new tokens with caps of their own. Returns the round's credentials.</summary>
    public async Task<List<string>> PrepareAsync(ServerProcess server)
    {
        if (random.Next(3) == 0) await PriceAsync(server, ChaosPlan.Models[random.Next(ChaosPlan.Models.Count)]);
        var requests = random.Next(10, 80);
        var (parent, parentId) = await TokenAsync(server, _keys[0], new { max_spend_usd = "0.04", max_requests = requests });
        var (child, childId) = await TokenAsync(server, parent, new { max_spend_usd = "0.02" });
        var (sibling, siblingId) = await TokenAsync(server, parent, new { max_requests = 10 });
        Caps =
        [
            new(parentId + ".usd", false, 40_000_000, null, [parentId, childId, siblingId]),
            new(parentId + ".requests", true, requests, null, [parentId, childId, siblingId]),
            new(childId + ".usd", false, 20_000_000, null, [childId]),
            new(siblingId + ".requests", true, 10, null, [siblingId]),
        ];
        return [.. _keys, _keys[0], _keys[0], _keys[0], parent, child, sibling];
    }

    /// <summary>A token that may make only so many calls a minute.</summary>
    public async Task<string> LimitedTokenAsync(ServerProcess server, int requestsPerMinute) =>
        (await TokenAsync(server, _keys[0], new { rpm = requestsPerMinute })).Token;

    /// <summary>Gives credit, for some hundred calls; whether it arrived is sure only after <see cref="ConfirmAsync"/>.</summary>
    public async Task GrantAsync(ServerProcess server, int times = 1)
    {
        var amount = new NanoUsd(random.Next(1, 200) * times * 1_000_003L);
        var reference = "chaos-" + random.NextInt64().ToString(CultureInfo.InvariantCulture);
        _unsure = (reference, amount);
        try
        {
            await PostAsync(server, "/v1/organization/credit_grants", new { amount_usd = amount.ToString(), reference });
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // The server died over it: ConfirmAsync asks again.
        }
    }

    private async Task PriceAsync(ServerProcess server, string model)
    {
        var tokens = new ChaosPrice(random.Next(500, 3000), random.Next(100, 500), random.Next(4000, 9000), random.Next(4000, 12_000), 0);
        var price = model switch
        {
            "by-tokens" => tokens,
            "by-request" => ChaosPrice.Free with { Request = random.Next(100_000, 2_000_000) },
            "by-both" => tokens with { Request = random.Next(1, 1_000_000) },
            _ => ChaosPrice.Free,
        };
        var made = await PostAsync(server, "/v1/system/prices", price.Body(model));
        Prices[made.GetProperty("id").GetString()!] = price;
    }

    private async Task LimitAsync(ServerProcess server, string path, NanoUsd limit, string period, string? keyId = null)
    {
        var made = await PostAsync(server, path, new { max_spend_usd = limit.ToString(), period });
        Limits.Add(new(made.GetProperty("id").GetString()!, false, limit.Value, keyId));
    }

    private async Task LimitAsync(ServerProcess server, string path, int requests, string period, string? keyId = null)
    {
        var made = await PostAsync(server, path, new { max_requests = requests, period });
        Limits.Add(new(made.GetProperty("id").GetString()!, true, requests, keyId));
    }

    private static async Task<(string Token, string Id)> TokenAsync(ServerProcess server, string credential, object caps)
    {
        using var client = new HttpClient { BaseAddress = server.BaseUrl };
        client.DefaultRequestHeaders.Authorization = new("Bearer", credential);
        var made = await RunningFarebox.SendAsync(client, HttpMethod.Post, "/v1/tokens", caps);
        return (TestRecords.Secret(made.GetProperty("access_token").GetString()!), made.GetProperty("token_id").GetString()!);
    }

    private static Task<JsonElement> PostAsync(ServerProcess server, string path, object body) =>
        RunningFarebox.SendAsync(server.Admin, HttpMethod.Post, path, body);
}
