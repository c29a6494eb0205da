using System.Collections.Concurrent;
using System.Security.Cryptography;
using Farebox.Kernel.Routing;
using Farebox.Server.Platform;

namespace Farebox.Server.Upstreams;

/// <summary>
/// Every upstream that can be called: stored ones, those of the environment, and eliza, last. What it shows is replaced whole.
/// </summary>
public sealed class UpstreamRegistry(
    UpstreamStore store, EnvironmentUpstreams environment, UpstreamConnections connections, UpstreamHealth health, ChangeFeed changes,
    TimeProvider clock, ILogger<UpstreamRegistry> logger) : IDisposable
{
    // OpenAI's model objects carry a date; the embedded model's is the day of Farebox's first release line.
    private static readonly long ElizaCreatedAt = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    private readonly SemaphoreSlim _gate = new(1);
    private readonly ConcurrentDictionary<string, bool> _answered = new(StringComparer.Ordinal);
    private readonly long _startedAtMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
    private volatile IReadOnlyList<ConnectedUpstream>? _current;

    /// <summary>In the order in which they are tried, disabled ones included. Empty before <see cref="LoadAsync"/>.</summary>
    public IReadOnlyList<ConnectedUpstream> Current => _current ?? [];

    /// <summary>The upstream with this id, or null.</summary>
    public ConnectedUpstream? Find(string id) => Current.FirstOrDefault(upstream => upstream.Id == id);

    /// <summary>Reads the store, unless that has happened. Called once at start, before the first catalog is built.</summary>
    public async Task LoadAsync()
    {
        if (_current is null) await SwapAsync();
    }

    /// <summary>Reads the store again and announces the catalog: when it returns, the next call in this process sees what was written.</summary>
    public async Task ReloadAsync()
    {
        await SwapAsync();
        await changes.AnnounceCatalogAsync();
    }

    /// <summary>Candidates of the environment that have to answer first and have not.</summary>
    internal IEnumerable<EnvironmentUpstream> Unanswered => environment.Candidates.Where(found => found.MustAnswer && !_answered.ContainsKey(found.Id));

    /// <summary>Takes up a candidate that answered; it stays until the process ends.</summary>
    internal void Answered(EnvironmentUpstream candidate)
    {
        if (_answered.TryAdd(candidate.Id, true)) UpstreamLog.Found(logger, candidate.Id);
    }

    /// <summary>What a candidate would be as an upstream.</summary>
    internal UpstreamDefinition Define(EnvironmentUpstream found) => new()
    {
        Id = found.Id, Name = found.Name, Kind = found.Settings.Kind, Source = UpstreamSource.Environment, BaseUrl = found.Settings.BaseUrl,
        HasCredential = found.Settings.ApiKey is not null, Free = found.Id == EnvironmentUpstreams.OllamaId, CreatedAt = _startedAtMs,
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        connections.Dispose();
        _gate.Dispose();
    }

    private async Task SwapAsync()
    {
        await _gate.WaitAsync();
        try
        {
            _current = Build(await store.LoadAsync());
        }
        finally
        {
            _gate.Release();
        }
    }

    private List<ConnectedUpstream> Build(StoredUpstreams stored)
    {
        var definitions = stored.Upstreams.Select(Define).ToList();
        var names = definitions.Select(item => item.Definition.Name).ToHashSet(StringComparer.Ordinal);

        // An upstream that the operator added under the name of one from the environment takes its place.
        foreach (var found in environment.Candidates.Where(found => !names.Contains(found.Name) && (!found.MustAnswer || _answered.ContainsKey(found.Id))))
            definitions.Add((Override(Define(found), stored), found.Settings));
        definitions.Add((Override(Eliza(), stored), new ConnectionSettings(UpstreamDefinition.Eliza, null, null)));

        // The sort is stable: at equal positions stored ones come first, the older before the newer.
        var connected = definitions.OrderBy(item => item.Definition.Position)
            .Select(item => Connect(item.Definition, item.Settings, stored)).ToList();
        connections.KeepOnly(connected.Select(upstream => upstream.Id).ToHashSet(StringComparer.Ordinal));
        return connected;
    }

    private ConnectedUpstream Connect(UpstreamDefinition definition, ConnectionSettings settings, StoredUpstreams stored)
    {
        health.Of(definition.Id).Secret = settings.ApiKey;
        IReadOnlyList<OfferedModel> models = definition.Source == UpstreamSource.Embedded
            ? [new OfferedModel(UpstreamDefinition.Eliza, ElizaCreatedAt)]
            : [.. stored.Models[definition.Id].Select(row => new OfferedModel(row.Name, row.CreatedAt / 1000))];
        return new ConnectedUpstream(definition, models, connections.Get(definition.Id, settings));
    }

    private (UpstreamDefinition Definition, ConnectionSettings Settings) Define(UpstreamRow row)
    {
        var url = row.BaseUrl is { } text ? UpstreamRules.ParseBaseUrl(text) : null;
        var definition = new UpstreamDefinition
        {
            Id = row.Id, Name = row.Name, Kind = row.Kind, Source = UpstreamSource.Stored, BaseUrl = url, HasCredential = row.Credential is not null,
            AsksUsage = row.AsksUsage, ModelsListed = row.ModelsListed, Free = row.Free, Position = row.Position, Enabled = row.DisabledAt is null,
            CreatedAt = row.CreatedAt,
        };
        return (definition, new ConnectionSettings(row.Kind, url, Credential(row)));
    }

    // A credential from before the installation secret was lost must not keep the server from starting: the upstream will refuse calls,
    // and its health says why.
    private string? Credential(UpstreamRow row)
    {
        try
        {
            return store.Open(row);
        }
        catch (CryptographicException)
        {
            UpstreamLog.CredentialUnreadable(logger, row.Id);
            health.Of(row.Id).ReportFailure("Its credential cannot be decrypted with this installation secret; set it again.");
            return null;
        }
    }

    private UpstreamDefinition Eliza() => new()
    {
        Id = UpstreamDefinition.ElizaId, Name = UpstreamDefinition.Eliza, Kind = UpstreamDefinition.Eliza, Source = UpstreamSource.Embedded,
        Free = true, Position = UpstreamDefinition.LastPosition, CreatedAt = _startedAtMs,
    };

    private static UpstreamDefinition Override(UpstreamDefinition definition, StoredUpstreams stored) =>
        stored.Overrides.TryGetValue(definition.Id, out var row)
            ? definition with { Enabled = row.DisabledAt is null, Position = row.Position ?? definition.Position }
            : definition;
}
