namespace Farebox.Client;

/// <summary>Puts names and ids into paths.</summary>
internal static class PathSegment
{
    /// <summary>
    /// One segment. <c>.</c> and <c>..</c> cannot be escaped in a URL and would lead to another route,
    /// so they are refused: no id or name is spelled like that.
    /// </summary>
    /// <exception cref="InvalidIdException">It is empty or made of dots.</exception>
    public static string Of(string value) =>
        value is "" or "." or ".."
            ? throw new InvalidIdException(value)
            : Uri.EscapeDataString(value);

    /// <summary>A name that may hold slashes, such as <c>meta/llama-4</c>.</summary>
    public static string OfName(string value) => string.Join('/', value.Split('/').Select(Of));
}
