using Farebox.Server.Ledger;
using Farebox.Server.Settlement;
using Farebox.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Farebox.Server;

/// <summary>Proves that a store's money is right, over one moment of it: see <see cref="LedgerVerification"/> and <see cref="ChargeVerification"/>.</summary>
public static class StoreVerification
{
    /// <summary>Reads a whole store. A server may run on it.</summary>
    /// <param name="path">Path of the SQLite file.</param>
    /// <param name="isCopy">See <see cref="StoreFile.OpenRead"/>.</param>
    /// <exception cref="IOException">There is none, or it is not one of this Farebox's version.</exception>
    public static StoreReport Run(string path, bool isCopy)
    {
        using var connection = StoreFile.OpenRead(path, isCopy);
        try
        {
            return connection.ReadAtOneMoment(store => new StoreReport(LedgerVerification.Run(store), ChargeVerification.Run(store)));
        }
        catch (SqliteException e)
        {
            var fault = $"The store cannot be read to its end: {e.Message}";
            return new StoreReport(new LedgerReport(0, 0, 0, 1, [fault]), new ChargeReport(0, 0, []));
        }
    }
}
