using System.Text.RegularExpressions;
using Dapper;
using Farebox.Server.Storage;
using Farebox.Server.UsageLog;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Farebox.RecordsBench.Asking;

/// <summary>What a question runs on the store: its statements, how often each, and how SQLite goes about each of them.</summary>
internal sealed partial class Plans : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly List<string> _statements = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _known = new(StringComparer.Ordinal);
    private bool _isListening;

    public Plans(string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        raw.sqlite3_trace(_connection.Handle!, (_, statement) => Heard(statement), null);
    }

    /// <summary>Every plan that was met, with its tables.</summary>
    public IReadOnlyCollection<string> All => _known;

    /// <summary>Columns of slices that a question reads, of up to 8192 numbers each, and its other statements.</summary>
    public (int Columns, int Others) Count(Question question)
    {
        _statements.Clear();
        _isListening = true;
        _connection.ReadAtOneMoment(connection => question.Sums is { } sums
            ? RecordSumStore.Sum(connection, sums, UsageQueryStore.MaxUsageRows, CancellationToken.None).Count
            : new RecordListingStore(connection, question.Filter!, CancellationToken.None).Read().Count);
        _isListening = false;
        foreach (var statement in _statements) Learn(statement);
        var columns = _statements.Count(statement => statement.Contains("usage_slice_columns", StringComparison.Ordinal));
        return (columns, _statements.Count - columns);
    }

    public void Dispose() => _connection.Dispose();

    private void Heard(string statement)
    {
        if (_isListening && statement.StartsWith("SELECT", StringComparison.Ordinal)) _statements.Add(statement);
    }

    private void Learn(string statement)
    {
        var general = Space().Replace(Values().Replace(statement, "?"), " ").Trim();
        if (!_seen.Add(general)) return;
        var plan = string.Join("; ", _connection.Query("EXPLAIN QUERY PLAN " + statement).Select(row => (string)row.detail));
        var tables = string.Join(", ", Tables().Matches(general).Select(match => match.Groups[1].Value).Distinct());
        _known.Add($"{tables}: {plan}");
    }

    [GeneratedRegex("x'[0-9a-fA-F]*'|'[^']*'|(?<![A-Za-z_])[0-9]+")]
    private static partial Regex Values();

    [GeneratedRegex("(?:FROM|JOIN) ([a-z_]+)")]
    private static partial Regex Tables();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
