using Farebox.Server.Platform;

namespace Farebox.Server.Catalog;

/// <summary>Pages of lists that are short enough to be read whole.</summary>
internal static class PageOf
{
    /// <summary>The rows behind <see cref="PageRequest.After"/>, one more than a page holds; null when there is no such row.</summary>
    public static List<T>? After<T>(List<T> rows, PageRequest page, Func<T, string> id)
    {
        var start = 0;
        if (page.After is { } after)
        {
            start = rows.FindIndex(row => id(row) == after) + 1;
            if (start == 0) return null;
        }

        return rows.GetRange(start, Math.Min(page.Limit + 1, rows.Count - start));
    }

    /// <summary>400 for an <c>after</c> that is in no list.</summary>
    public static ApiError UnknownAfter(PageRequest page, string what) =>
        ApiErrors.Invalid("after", $"'after' must be the id of a {what}: there is no '{page.After}'.");
}
