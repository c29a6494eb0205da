using Dapper;
using Farebox.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Farebox.Server.Tests.Storage;

/// <summary>A statement keeps what it was bound to, so a row must never show a value of the row before.</summary>
public sealed class HotStatementTests : IDisposable
{
    private const string InsertSql = "INSERT INTO things VALUES (?, ?, ?, ?)";

    private readonly StoreConnection _store;

    public HotStatementTests()
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        connection.Execute("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT UNIQUE, number INTEGER, bytes BLOB)");
        _store = new StoreConnection(connection);
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Rows_HoldTheirOwnValues_WhateverTheRowBeforeHeld()
    {
        // Each text and number comes again later, beside others; texts grow and shrink; one is equal and not the same object.
        (string? Name, long? Number, byte[] Bytes)[] rows =
        [
            ("a", 1, [1]), ("b", 1, [1, 2]), (null, null, []), (null, 0, [3]), ("", 0, [3]), (new string('ö', 5000), long.MinValue, new byte[9000]),
            ("c", null, [4]), (string.Concat("d", "d"), 1, [4, 5, 6]), (null, 1, []), ("e", long.MaxValue, [1]),
        ];
        for (var id = 0; id < rows.Length; id++) Insert(id, rows[id].Name, rows[id].Number, rows[id].Bytes);

        Assert.Equal(rows.Select(row => (row.Name, row.Number)), _store.Connection.Query<(string?, long?)>("SELECT name, number FROM things ORDER BY id"));
        Assert.Equal(rows.Select(row => row.Bytes), _store.Connection.Query<byte[]>("SELECT bytes FROM things ORDER BY id"));
    }

    [Fact]
    public void ParameterThatChangesItsKind_HoldsTheNewValue()
    {
        _store.Connection.Execute("CREATE TABLE anything (id INTEGER PRIMARY KEY, value)");
        HotStatement Insert(long id) => _store.Statement("INSERT INTO anything VALUES (?, ?)").Bind(id);
        Insert(1).Bind("7").Run();
        Insert(2).Bind(7).Run();
        Insert(3).Bind([55]).Run();
        Insert(4).Bind("7").Run();
        Insert(5).Bind((string?)null).Run();
        Insert(6).Bind(7).Run();

        Assert.Equal(["text", "integer", "blob", "text", "null", "integer"], _store.Connection.Query<string>("SELECT typeof(value) FROM anything ORDER BY id"));
    }

    [Fact]
    public void RowThatFails_LeavesTheStatementFitForTheNext()
    {
        Insert(1, "same", 5, [1]);
        Assert.Throws<SqliteException>(() => Insert(2, "same", 5, [1]));
        Insert(2, "other", 5, [1]);

        Assert.Equal(["same", "other"], _store.Connection.Query<string>("SELECT name FROM things ORDER BY id"));
    }

    private void Insert(long id, string? name, long? number, byte[] bytes) =>
        _store.Statement(InsertSql).Bind(id).Bind(name).Bind(number).Bind(bytes).Run();
}
