using System.Text;

namespace Farebox.Compare.Report;

/// <summary>A Markdown table whose columns also line up on a terminal. The first column is text, the others are figures.</summary>
public sealed class Table(params string[] headings)
{
    private readonly List<string[]> rows = [];

    public void Add(params string[] cells) => rows.Add(cells);

    public override string ToString()
    {
        var widths = headings.Select((heading, column) => rows.Select(row => row[column].Length).Append(heading.Length).Max()).ToArray();
        var text = new StringBuilder();
        AppendRow(text, headings, widths);
        text.Append('|').Append('-', widths[0] + 2).Append('|');
        foreach (var width in widths.Skip(1)) text.Append('-', width + 1).Append(":|");
        text.Append('\n');
        foreach (var row in rows) AppendRow(text, row, widths);
        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, string[] cells, int[] widths)
    {
        text.Append("| ").Append(cells[0].PadRight(widths[0])).Append(" |");
        for (var column = 1; column < cells.Length; column++) text.Append(' ').Append(cells[column].PadLeft(widths[column])).Append(" |");
        text.Append('\n');
    }
}
