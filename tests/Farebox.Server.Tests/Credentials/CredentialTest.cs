using System.Text.Json;
using Farebox.Server.Credentials;
using Farebox.Testing.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Credentials;

/// <summary>A Farebox on a clock that stands still, with what tests of credentials ask of it.</summary>
public abstract class CredentialTest : IAsyncLifetime
{
    private RunningFarebox? _farebox;

    protected RunningFarebox Farebox => _farebox!;

    protected ManualTimeProvider Clock { get; } = new();

    protected HttpClient Admin => Farebox.Admin;

    /// <summary>Path of the default project's keys.</summary>
    protected string Keys => $"/v1/organization/projects/{Farebox.ProjectId}/api_keys";

    /// <summary>How often the store was asked who somebody is.</summary>
    protected long Lookups => Farebox.Services.GetRequiredService<CredentialStore>().Lookups;

    /// <summary>What the server does once a minute, to be run when a test says so.</summary>
    internal CredentialUpkeep Upkeep => Farebox.Services.GetRequiredService<CredentialUpkeep>();

    public async ValueTask InitializeAsync() => _farebox = await RunningFarebox.StartAsync(clock: Clock);

    public async ValueTask DisposeAsync()
    {
        await Farebox.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal HttpClient With(string? credential) => Farebox.With(credential);

    /// <summary>Makes a key; its text and its id.</summary>
    internal async Task<(string Value, string Id)> NewKeyAsync(object? body = null, string? path = null, HttpClient? by = null)
    {
        var made = await (by ?? Admin).Post(path ?? Keys, body ?? new { name = "test" }).Expect(200);
        return (TestRecords.Secret(made.String("value")), made.String("id"));
    }

    /// <summary>Mints a token; its text and its id.</summary>
    internal async Task<(string Value, string Id)> NewTokenAsync(string credential, object? body = null)
    {
        var made = await With(credential).Post("/v1/tokens", body).Expect(200);
        return (TestRecords.Secret(made.String("access_token")), made.String("token_id"));
    }

    /// <summary>Asks the credential about itself.</summary>
    internal Task<Reply> WhoAsync(string? credential) => With(credential).Get("/v1/key");

    /// <summary>Another organization, its project, and a client that acts on it.</summary>
    internal async Task<(string Id, string ProjectId, HttpClient Admin)> NewOrganizationAsync(string name = "other")
    {
        var id = (await Admin.Post("/v1/system/organizations", new { name }).Expect(200)).String("id");
        var client = With(Farebox.Options.AdminKey);
        client.DefaultRequestHeaders.Add("OpenAI-Organization", id);
        var projectId = (await client.Post("/v1/organization/projects", new { name = "its project" }).Expect(200)).String("id");
        return (id, projectId, client);
    }

    internal static string[] Strings(JsonElement element, string member) =>
        [.. element.GetProperty(member).EnumerateArray().Select(entry => entry.GetString()!)];
}
