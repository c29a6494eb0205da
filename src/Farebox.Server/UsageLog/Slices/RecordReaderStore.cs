using System.Data;
using System.Data.Common;
using Dapper;
using Farebox.Kernel.UsageLog;

namespace Farebox.Server.UsageLog.Slices;

/// <summary>Reads usage records in the order of their ids into slices.</summary>
internal static class RecordReaderStore
{
    private const string Sql = """
        SELECT request_id, started_at, project_id, key_id, token_id, surface, requested_model, model, input_tokens, cached_tokens, output_tokens,
            reasoning_tokens, outcome, status, attempts, duration_us, first_byte_us, user, charge_nano
        FROM usage_records
        WHERE organization_id = @organizationId AND request_id >= @from AND request_id < @until
        ORDER BY request_id
        """;

    /// <summary>The records of an organization with ids in a range, at most so many slices full; the last slice may be empty.</summary>
    public static List<Slice> Read(
        DbConnection connection, SliceNames names, string organizationId, byte[] from, byte[] until, (int Slices, int Records) max,
        CancellationToken cancellationToken)
    {
        names.Prepare(connection);
        var slices = new List<Slice> { new(max.Records) };
        using var reader = connection.ExecuteReader(Sql, new { organizationId, from, until });
        while (reader.Read())
        {
            if (slices[^1].IsFull)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (slices.Count == max.Slices) break;
                slices.Add(new Slice(max.Records));
            }

            Add(reader, slices[^1], connection, names, organizationId);
        }

        return slices;
    }

    private static void Add(IDataReader reader, Slice slice, DbConnection connection, SliceNames names, string organizationId)
    {
        slice.Add((byte[])reader.GetValue(0), reader.GetInt64(1));
        var model = Text(7);
        var key = new SeriesKey(
            organizationId, reader.GetString(2), reader.GetString(3), model, TextCode.OfRequested(Text(6), model), reader.GetInt32(5), reader.GetInt32(12),
            reader.GetInt32(13), reader.GetInt64(14) > 0);
        slice.Set(SliceColumn.Series, names.Series(connection, key));
        slice.Set(SliceColumn.User, names.User(connection, organizationId, Text(17)));
        slice.Set(SliceColumn.Token, TextCode.OfToken(Text(4)));
        slice.Set(SliceColumn.Input, reader.GetInt64(8));
        slice.Set(SliceColumn.Cached, reader.GetInt64(9));
        slice.Set(SliceColumn.Output, reader.GetInt64(10));
        slice.Set(SliceColumn.Reasoning, reader.GetInt64(11));
        slice.Set(SliceColumn.ChargeNano, reader.GetInt64(18));
        slice.Set(SliceColumn.DurationUs, reader.GetInt64(15));
        slice.Set(SliceColumn.FirstByteUs, reader.IsDBNull(16) ? 0 : reader.GetInt64(16) + 1);

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }
}
