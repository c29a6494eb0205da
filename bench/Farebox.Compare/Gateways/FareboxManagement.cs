using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Farebox.Compare.Gateways;

/// <summary>The few calls of Farebox's management API that the bench needs.</summary>
public sealed class FareboxManagement(Uri baseAddress, string adminKey)
{
    private readonly DateTimeOffset started = TimeProvider.System.GetUtcNow();

    /// <summary>Connects an OpenAI-shaped upstream; its models are discovered at once.</summary>
    public Task ConnectAsync(string name, Uri address, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Post,
        "v1/system/upstreams",
        new { name, kind = "openai", base_url = address.ToString(), api_key = "sk-unused" },
        cancellationToken);

    /// <summary>Prices a model, so that its calls are quoted, reserved and charged.</summary>
    public Task PriceAsync(string model, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Post, "v1/system/prices", new { model, input = "0.15", output = "0.60" }, cancellationToken);

    /// <summary>Credit that no run uses up.</summary>
    public Task GrantAsync(CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Post, "v1/organization/credit_grants", new { amount_usd = "1000000" }, cancellationToken);

    /// <summary>Limits that are on and that no run reaches.</summary>
    public async Task LiftLimitsAsync(CancellationToken cancellationToken)
    {
        var organization = await SendAsync(HttpMethod.Get, "v1/organization", null, cancellationToken);
        await SendAsync(
            HttpMethod.Post, $"v1/system/organizations/{organization.GetProperty("id").GetString()}/tier",
            new { max_requests_per_1_minute = 1_000_000_000_000, max_tokens_per_1_minute = 1_000_000_000_000 }, cancellationToken);
    }

    /// <summary>Keeps what is asked and answered.</summary>
    public Task KeepPayloadsAsync(string policy, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Patch, "v1/organization/call_log", new { policy }, cancellationToken);

    /// <summary>Makes a project API key and returns its secret.</summary>
    public async Task<string> CreateKeyAsync(CancellationToken cancellationToken)
    {
        var projects = await SendAsync(HttpMethod.Get, "v1/organization/projects", null, cancellationToken);
        var project = projects.GetProperty("data")[0].GetProperty("id").GetString();
        var key = await SendAsync(
            HttpMethod.Post, $"v1/organization/projects/{project}/api_keys", new { name = "bench" }, cancellationToken);
        return key.GetProperty("value").GetString()!;
    }

    /// <summary>Calls that the usage records count since the start.</summary>
    public async Task<long> CountCallsAsync(CancellationToken cancellationToken)
    {
        var since = started.ToUnixTimeSeconds() - 1;

        // Without an end it is now in whole seconds, which leaves out the last calls.
        var until = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 2;
        var usage = await SendAsync(
            HttpMethod.Get, $"v1/organization/usage/completions?start_time={since}&end_time={until}&bucket_width=1d", null, cancellationToken);
        return usage.GetProperty("data").EnumerateArray()
            .SelectMany(bucket => bucket.GetProperty("results").EnumerateArray())
            .Sum(result => result.GetProperty("num_model_requests").GetInt64());
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = baseAddress };
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", adminKey);
        if (body is not null) request.Content = JsonContent.Create(body);
        using var response = await client.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? JsonDocument.Parse(text).RootElement
            : throw new InvalidOperationException($"Farebox answered {method} {path} with {(int)response.StatusCode}: {text}");
    }
}
