namespace Farebox.Cli.Profiles;

/// <summary>What the command line remembers, for each server by its normalized base URL.</summary>
internal sealed record Profile
{
    /// <summary>Base URL of the server that is meant when none is named.</summary>
    public string? Current { get; init; }
    public IReadOnlyDictionary<string, ServerProfile> Servers { get; init; } = new Dictionary<string, ServerProfile>();

    public ServerProfile Of(string baseUrl) => Servers.GetValueOrDefault(baseUrl) ?? new ServerProfile();

    public Profile With(string baseUrl, ServerProfile server) =>
        new() { Current = baseUrl, Servers = new Dictionary<string, ServerProfile>(Servers) { [baseUrl] = server } };
}

/// <summary>Credentials and ids at one server.</summary>
internal sealed record ServerProfile
{
    public string? AdminKey { get; init; }
    public string? ApiKey { get; init; }
    public string? OrganizationId { get; init; }
    public string? ProjectId { get; init; }
}
