using Dapper;
using Farebox.Contracts.Audit;
using Farebox.Contracts.Models;
using Farebox.Server.Platform;
using Farebox.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Farebox.Server.Catalog;

/// <summary>
/// Versions of prices and multipliers. Rows are only ever added, and of two that begin at the same moment the one that was added later
/// counts. They belong to the installation, not to an organization.
/// </summary>
public sealed class PriceStore(Database database)
{
    private const string Columns = """
        sequence, id, model, origin, effective_from AS EffectiveFrom, ends_own AS EndsOwn, input, cached_input AS CachedInput, cache_write AS CacheWrite,
        output, reasoning, per_image AS PerImage, per_audio_minute AS PerAudioMinute, per_request AS PerRequest, source, as_of AS AsOf, via, note,
        created_at AS CreatedAt
        """;

    private const string MultiplierColumns = """
        sequence, id, model, organization_id AS OrganizationId, parts_per_million AS PartsPerMillion, effective_from AS EffectiveFrom, created_at AS CreatedAt
        """;

    private const string InsertSql = """
        INSERT INTO model_prices (id, model, origin, effective_from, ends_own, input, cached_input, cache_write, output, reasoning, per_image,
            per_audio_minute, per_request, source, as_of, via, note, created_at)
        VALUES (@Id, @Model, @Origin, @EffectiveFrom, @EndsOwn, @Input, @CachedInput, @CacheWrite, @Output, @Reasoning, @PerImage,
            @PerAudioMinute, @PerRequest, @Source, @AsOf, @Via, @Note, @CreatedAt)
        """;

    // An organization is looked for in the same statement: what is not there takes no multiplier.
    private const string InsertMultiplierSql = """
        INSERT INTO price_multipliers (id, model, organization_id, parts_per_million, effective_from, created_at)
        SELECT @Id, @Model, @OrganizationId, @PartsPerMillion, @EffectiveFrom, @CreatedAt
        WHERE @OrganizationId IS NULL OR EXISTS (SELECT 1 FROM organizations WHERE id = @OrganizationId)
        """;

    /// <summary>The operator's prices and all multipliers, in one consistent read.</summary>
    public Task<StoredPrices> LoadAsync() => database.ReadAsync(connection =>
    {
        // Deferred: any other kind takes the lock that the journal writer must never wait for.
        using var transaction = ((SqliteConnection)connection).BeginTransaction(deferred: true);
        var prices = connection.Query<PriceRow>(
            $"SELECT {Columns} FROM model_prices WHERE origin = '{PriceRow.OfOperator}' ORDER BY sequence", transaction: transaction).AsList();
        var multipliers = connection.Query<MultiplierRow>(
            $"SELECT {MultiplierColumns} FROM price_multipliers ORDER BY sequence", transaction: transaction).AsList();
        return new StoredPrices(prices, multipliers);
    });

    /// <summary>Every version of every price, or of one model's; in the order of models, the newest first.</summary>
    public Task<List<PriceRow>> ListAsync(string? model) => database.ReadAsync(connection => connection.Query<PriceRow>($"""
        SELECT {Columns} FROM model_prices WHERE @model IS NULL OR model = @model ORDER BY model, effective_from DESC, sequence DESC
        """, new { model }).AsList());

    /// <summary>Every version of every multiplier, or of one model's or one organization's, the newest first.</summary>
    public Task<List<MultiplierRow>> ListMultipliersAsync(string? model, string? organizationId) => database.ReadAsync(connection =>
        connection.Query<MultiplierRow>($"""
            SELECT {MultiplierColumns} FROM price_multipliers
            WHERE (@model IS NULL OR model = @model) AND (@organizationId IS NULL OR organization_id = @organizationId)
            ORDER BY effective_from DESC, sequence DESC
            """, new { model, organizationId }).AsList());

    /// <summary>Adds a version of a price.</summary>
    /// <param name="shown">As the API shows it.</param>
    public Task<int> AddAsync(PriceRow row, ModelPrice shown, Actor actor) => database.WriteAsync(actor, (connection, trail) =>
    {
        trail.Add(AuditEntry.Created(AuditEventTypes.PriceCreated, new AuditObject(row.Id), shown));
        return connection.Execute(InsertSql, row);
    });

    /// <summary>Adds a version of a multiplier; false when its organization does not exist.</summary>
    /// <param name="shown">As the API shows it.</param>
    public Task<bool> AddAsync(MultiplierRow row, PriceMultiplier shown, Actor actor) => database.WriteAsync(actor, (connection, trail) =>
    {
        if (connection.Execute(InsertMultiplierSql, row) == 0) return false;
        trail.Add(AuditEntry.Created(AuditEventTypes.MultiplierCreated, new AuditObject(row.Id, row.OrganizationId), shown));
        return true;
    });

    /// <summary>Keeps those prices of a list that were not kept before: a charge that names one can be explained when the list has changed.</summary>
    public async Task KeepAsync(PriceList list, long nowMs)
    {
        var kept = await database.ReadAsync(connection =>
            connection.Query<string>($"SELECT id FROM model_prices WHERE origin = '{PriceRow.OfList}'").ToHashSet(StringComparer.Ordinal));
        var rows = list.Prices.Where(listed => !kept.Contains(listed.Version.Price!.Version)).Select(listed => RowOf(listed, nowMs)).ToList();
        if (rows.Count > 0) await database.UpkeepAsync(connection => connection.Execute(InsertSql, rows));
    }

    private static PriceRow RowOf(ListedPrice listed, long nowMs)
    {
        var version = listed.Version;
        return PriceRow.Of(version.Price!.Version, version.Model, PriceRow.OfList, version.EffectiveFromMs, version.Price) with
        {
            Source = listed.Source, AsOf = listed.AsOf, Via = listed.Via, Note = listed.Note, CreatedAt = nowMs,
        };
    }
}
