using System.Data.Common;
using Dapper;
using Farebox.Server.Storage;

namespace Farebox.Server.UsageLog.Slices;

/// <summary>Writes slices and what belongs to them; each call is one transaction of the journal.</summary>
internal sealed class SliceStore(Database database, RolledTo rolledTo)
{
    /// <summary>See <see cref="RolledTo.Raise"/>. When it returns, every record that was not marked can be read.</summary>
    public Task RaiseAsync(long ms) => WriteAsync(connection => rolledTo.Raise(connection, ms));

    /// <summary>Every record of an earlier call is in a slice now, or marked.</summary>
    public Task AdvanceAsync(long ms) => WriteAsync(connection => connection.Execute("UPDATE usage_progress SET rolled_to = @ms", new { ms }));

    /// <summary>Stores new series and users.</summary>
    public Task AddNamesAsync(
        IReadOnlyCollection<(long Id, SeriesKey Key)> series, IReadOnlyCollection<(long Id, string OrganizationId, string Name)> users) =>
        WriteAsync(connection =>
    {
        foreach (var (id, key) in series)
        {
            connection.Execute("""
                INSERT INTO usage_series (id, organization_id, project_id, key_id, model, requested, surface, outcome, status, reached)
                VALUES (@id, @OrganizationId, @ProjectId, @KeyId, @Model, @Requested, @Surface, @Outcome, @Status, @Reached)
                """, new
            {
                id, key.OrganizationId, key.ProjectId, key.KeyId, key.Model, key.Requested, key.Surface, key.Outcome, key.Status, key.Reached,
            });
        }

        foreach (var (id, organizationId, name) in users)
        {
            connection.Execute(
                "INSERT INTO usage_users (id, organization_id, name) VALUES (@id, @organizationId, @name)", new { id, organizationId, name });
        }
    });

    /// <summary>Puts slices in the place of those that hold the same records, and takes away the marks of records that they hold.</summary>
    /// <param name="replaced">Ids of slices.</param>
    /// <param name="marks">Ids of records.</param>
    public Task ReplaceAsync(string organizationId, IReadOnlyCollection<long> replaced, IEnumerable<Slice> slices, IReadOnlyCollection<byte[]> marks)
    {
        // Packed here and not on the writer's thread, which all of the calls share.
        var packed = slices.Select(slice => (Slice: slice, Columns: Enum.GetValues<SliceColumn>().Select(slice.Pack).ToList())).ToList();
        return WriteAsync(connection =>
        {
            foreach (var id in replaced) Delete(connection, id);
            foreach (var (slice, columns) in packed)
            {
                var id = connection.ExecuteScalar<long>("""
                    INSERT INTO usage_slices (organization_id, first_id, last_id, started_from, started_to, records)
                    VALUES (@organizationId, @FirstId, @LastId, @StartedFrom, @StartedTo, @Records) RETURNING id
                    """, new { organizationId, slice.FirstId, slice.LastId, slice.StartedFrom, slice.StartedTo, slice.Records });
                for (var column = 0; column < columns.Count; column++)
                {
                    connection.Execute(
                        "INSERT INTO usage_slice_columns (id, data) VALUES (@id, @data)", new { id = (id * 16) + column, data = columns[column] });
                }
            }

            foreach (var mark in marks)
                connection.Execute("DELETE FROM usage_late WHERE organization_id = @organizationId AND request_id = @mark", new { organizationId, mark });
        });
    }

    /// <summary>Deletes slices.</summary>
    public Task DeleteAsync(IReadOnlyCollection<long> ids) => WriteAsync(connection =>
    {
        foreach (var id in ids) Delete(connection, id);
    });

    private static void Delete(DbConnection connection, long id)
    {
        connection.Execute("DELETE FROM usage_slice_columns WHERE id >= @first AND id < @first + 16", new { first = id * 16 });
        connection.Execute("DELETE FROM usage_slices WHERE id = @id", new { id });
    }

    private Task<bool> WriteAsync(Action<DbConnection> write) => database.UpkeepAsync(connection =>
    {
        write(connection);
        return true;
    });
}
