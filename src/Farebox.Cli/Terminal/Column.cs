namespace Farebox.Cli.Terminal;

/// <summary>A column of a list, or a line of one object.</summary>
/// <param name="Value">Null or empty leaves the line out where one object is shown.</param>
internal sealed record Column<T>(string Title, Func<T, string?> Value, bool Right = false);
