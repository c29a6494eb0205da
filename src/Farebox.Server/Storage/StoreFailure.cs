using Microsoft.Data.Sqlite;

namespace Farebox.Server.Storage;

/// <summary>Tells a failing store from a failing statement.</summary>
internal static class StoreFailure
{
    // SQLite's primary result codes (sqlite.org/rescode.html) that speak of the machine rather than of the statement.
    private const int Busy = 5, Locked = 6, NoMemory = 7, ReadOnly = 8, Interrupt = 9, InputOutput = 10;
    private const int Corrupt = 11, Full = 13, CannotOpen = 14, NotADatabase = 26;

    /// <summary>Whether trying again later may work, or nothing here will until the operator acts.</summary>
    public static bool IsOfTheStore(Exception e) => e is SqliteException { SqliteErrorCode: Busy or Locked or NoMemory or ReadOnly or Interrupt or InputOutput
        or Corrupt or Full or CannotOpen or NotADatabase };
}
