using System.Data.Common;
using Dapper;

namespace Farebox.Server.UsageLog.Slices;

/// <summary>
/// Numbers of series and users. New ones are given here and nowhere else, and have to be stored before a slice that names them. Not for two
/// threads at once.
/// </summary>
internal sealed class SliceNames
{
    private const int MaxRemembered = 100_000;

    private const string FindSeries = """
        SELECT id FROM usage_series
        WHERE organization_id = @OrganizationId AND key_id = @KeyId AND model IS @Model AND project_id = @ProjectId AND requested = @Requested
            AND surface = @Surface AND outcome = @Outcome AND status = @Status AND reached = @Reached
        """;

    private readonly Dictionary<SeriesKey, long> _series = [];
    private readonly Dictionary<(string OrganizationId, string Name), long> _users = [];
    private readonly List<(long Id, SeriesKey Key)> _newSeries = [];
    private readonly List<(long Id, string OrganizationId, string Name)> _newUsers = [];
    private long _lastSeries;
    private long _lastUser;
    private bool _isKnown;

    /// <summary>Forgets everything: after a write that failed nobody knows what is stored.</summary>
    public void Reset()
    {
        _series.Clear();
        _users.Clear();
        _newSeries.Clear();
        _newUsers.Clear();
        _isKnown = false;
    }

    /// <summary>To be called before numbers are asked for.</summary>
    public void Prepare(DbConnection connection)
    {
        if (_series.Count > MaxRemembered) _series.Clear();
        if (_users.Count > MaxRemembered) _users.Clear();
        if (_isKnown) return;
        _lastSeries = connection.ExecuteScalar<long>("SELECT coalesce(max(id), 0) FROM usage_series");
        _lastUser = connection.ExecuteScalar<long>("SELECT coalesce(max(id), 0) FROM usage_users");
        _isKnown = true;
    }

    public long Series(DbConnection connection, in SeriesKey key)
    {
        if (_series.TryGetValue(key, out var id)) return id;
        if (connection.QueryFirstOrDefault<long?>(FindSeries, key) is { } stored) return _series[key] = stored;
        _newSeries.Add((++_lastSeries, key));
        return _series[key] = _lastSeries;
    }

    /// <summary>0 for none.</summary>
    public long User(DbConnection connection, string organizationId, string? name)
    {
        if (name is null) return 0;
        if (_users.TryGetValue((organizationId, name), out var id)) return id;
        const string Find = "SELECT id FROM usage_users WHERE organization_id = @organizationId AND name = @name";
        if (connection.QueryFirstOrDefault<long?>(Find, new { organizationId, name }) is { } stored) return _users[(organizationId, name)] = stored;
        _newUsers.Add((++_lastUser, organizationId, name));
        return _users[(organizationId, name)] = _lastUser;
    }

    /// <summary>What has to be stored, which is handed out once.</summary>
    public (List<(long Id, SeriesKey Key)> Series, List<(long Id, string OrganizationId, string Name)> Users) TakeNew()
    {
        var taken = (_newSeries.ToList(), _newUsers.ToList());
        _newSeries.Clear();
        _newUsers.Clear();
        return taken;
    }
}
