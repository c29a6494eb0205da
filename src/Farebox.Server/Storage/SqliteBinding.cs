using System.Runtime.InteropServices;

namespace Farebox.Server.Storage;

/// <summary>
/// SQLite's functions for each row without the wrapper's bookkeeping, which for a row of 30 values costs as much as its insert. The library is the
/// one that SQLitePCLRaw has loaded. <see cref="HotStatement"/> keeps the statement alive.
/// </summary>
internal static partial class SqliteBinding
{
    /// <summary>SQLITE_STATIC: the bytes stay valid, and are not SQLite's to free.</summary>
    public const nint Lent = 0;

    private const string Library = "e_sqlite3";

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64")]
    [SuppressGCTransition]
    public static partial int BindInt64(nint statement, int index, long value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_null")]
    [SuppressGCTransition]
    public static partial int BindNull(nint statement, int index);

    // The two below get bytes that stay where they are until the next run, so that there is nothing to copy or to free.

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_text")]
    [SuppressGCTransition]
    public static partial int BindText(nint statement, int index, nint utf8, int length, nint destructor);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_blob")]
    [SuppressGCTransition]
    public static partial int BindBlob(nint statement, int index, nint value, int length, nint destructor);

    // These two may take their time, so the garbage collector need not wait for them.

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    public static partial int Step(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_reset")]
    public static partial int Reset(nint statement);
}
