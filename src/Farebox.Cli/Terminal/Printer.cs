using Farebox.Client;
using Farebox.Contracts;
using Spectre.Console;

namespace Farebox.Cli.Terminal;

/// <summary>Writes results: the API's JSON with <c>--json</c>, else tables, with colours only on a terminal.</summary>
internal sealed class Printer
{
    /// <summary>Cells are never wrapped: the next program in a pipe reads lines, and an id must stay whole to be copied.</summary>
    private const int UnwrappedWidth = 10_000;

    private readonly Surroundings _around;
    private readonly IAnsiConsole _console;

    public Printer(Surroundings around, bool json)
    {
        _around = around;
        Json = json;
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(around.Out),
            // Detection also switches an older Windows console to understanding colours.
            Ansi = !around.Colours ? AnsiSupport.No : OperatingSystem.IsWindows() ? AnsiSupport.Detect : AnsiSupport.Yes,
            ColorSystem = around.Colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        _console.Profile.Width = UnwrappedWidth;
    }

    public bool Json { get; }

    /// <summary>A line for people or pipes.</summary>
    public void Line(string text = "") => _around.Out.WriteLine(text);

    public void Heading(string text) => _console.WriteLine(text, new Style(decoration: Decoration.Bold));

    /// <summary>A remark that is not part of the result.</summary>
    public void Note(string text) => _around.Error.WriteLine(text);

    public void List<T>(ApiResult<ListPage<T>> page, string noun, params Column<T>[] columns)
    {
        if (Json)
        {
            Line(page.Json);
            return;
        }
        Rows(page.Value.Data, columns);
        if (page.Value.Data.Count == 0)
            Note($"No {noun}.");
        if (page.Value.HasMore)
            Note($"More {noun}: --after {page.Value.LastId}");
    }

    public void One<T>(ApiResult<T> result, params Column<T>[] lines)
    {
        if (Json)
            Line(result.Json);
        else
            Lines(result.Value, lines);
    }

    public void Rows<T>(IReadOnlyList<T> rows, params Column<T>[] columns) => Rows(rows, headings: true, columns);

    public void Rows<T>(IReadOnlyList<T> rows, bool headings, params Column<T>[] columns)
    {
        if (columns.Length == 0)
            return;
        var table = new Table { Border = TableBorder.None, ShowHeaders = headings };
        foreach (var column in columns)
        {
            var heading = new TableColumn(new Text(column.Title.ToUpperInvariant(), new Style(decoration: Decoration.Dim)));
            table.AddColumn(column.Right ? heading.RightAligned().NoWrap() : heading.NoWrap());
        }
        foreach (var row in rows)
            table.AddRow(columns.Select(column => Cell(column.Value(row))));
        _console.Write(table);
    }

    /// <summary>One object, a line for each of its values.</summary>
    public void Lines<T>(T value, params Column<T>[] lines)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn());
        foreach (var line in lines)
        {
            if (line.Value(value) is { Length: > 0 } text)
                grid.AddRow(new Text(line.Title, new Style(decoration: Decoration.Dim)), Cell(text));
        }
        _console.Write(grid);
    }

    private static Text Cell(string? value)
    {
        var text = CleanText.Line(value ?? "");
        return new Text(text, text switch
        {
            "active" or "healthy" or "completed" => new Style(Color.Green),
            "disabled" or "unknown" or "client_closed" => new Style(Color.Yellow),
            "revoked" or "expired" or "archived" or "failing" or "failed" or "upstream_failed" => new Style(Color.Red),
            _ => Style.Plain,
        });
    }
}
