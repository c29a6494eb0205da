using System.Data.Common;
using Dapper;
using Farebox.Kernel.UsageLog;
using Farebox.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Farebox.Server.UsageLog.Slices;

/// <summary>Reads slices on one connection, inside its transaction: their heads, and the columns that are asked for, one slice at a time.</summary>
internal sealed class SliceScanStore : IDisposable
{
    private readonly HotStatement _find;
    private readonly DbConnection _connection;
    private readonly long[]?[] _columns = new long[]?[Slice.ColumnCount];

    public SliceScanStore(DbConnection connection)
    {
        _connection = connection;
        _find = new HotStatement(((SqliteConnection)connection).Handle!, "SELECT data FROM usage_slice_columns WHERE id = ?");
    }

    /// <summary>Slices of an organization that hold records with ids in a range of milliseconds, the last one exclusive, in order.</summary>
    public List<SliceHead> Heads(string organizationId, long fromMs, long untilMs, bool ascending) => _connection.Query<SliceHead>($"""
        SELECT {SliceHead.Columns} FROM usage_slices
        WHERE organization_id = @organizationId AND first_id < @until AND last_id >= @from ORDER BY first_id {(ascending ? "ASC" : "DESC")}
        """, new { organizationId, from = RequestIdRange.At(fromMs), until = RequestIdRange.At(untilMs) }).AsList();

    /// <summary>One column of a slice. It holds until the same column of another slice is read.</summary>
    public ReadOnlySpan<long> Column(SliceHead head, SliceColumn column)
    {
        var values = (_columns[(int)column] ??= new long[Slice.MaxRecords]).AsSpan(0, head.Records);
        try
        {
            if (!_find.Bind((head.Id * 16) + (int)column).Read()) throw new InvalidDataException($"Slice {head.Id} has no column {column}.");
            PackedColumn.Unpack(_find.BlobInPlace(0), values);
            return values;
        }
        finally
        {
            _find.Reset();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _find.Dispose();
}
