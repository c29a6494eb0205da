namespace Farebox.Server.Storage;

/// <summary>
/// What entries of one batch add up and write once, just before the commit: see <see cref="StoreConnection.Join"/>. Used by the writer's
/// thread alone. After either end of the transaction it starts anew.
/// </summary>
public abstract class BatchTally
{
    /// <summary>Writes the sums, inside the transaction.</summary>
    protected internal abstract void BeforeCommit(StoreConnection connection);

    /// <summary>The batch is durable. Must not throw.</summary>
    protected internal abstract void Committed();

    /// <summary>The batch left nothing behind; its entries may come again. Must not throw.</summary>
    protected internal abstract void RolledBack();
}
