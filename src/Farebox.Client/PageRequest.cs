namespace Farebox.Client;

/// <summary>Which page of a list.</summary>
/// <param name="Limit">Rows, 1 to 100; the server's 20 when null.</param>
/// <param name="After">Id of the last row of the page before.</param>
public sealed record PageRequest(int? Limit = null, string? After = null)
{
    internal Query Apply(Query query) => query.Add("limit", Limit).Add("after", After);
}
