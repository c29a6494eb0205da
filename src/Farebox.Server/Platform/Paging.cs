using Farebox.Contracts;
using Microsoft.Extensions.Primitives;

namespace Farebox.Server.Platform;

/// <summary>Which page of a list is asked for.</summary>
/// <param name="Limit">1 to 100 rows.</param>
/// <param name="After">Id of the row before the page, or null for the first page.</param>
public readonly record struct PageRequest(int Limit, string? After);

/// <summary>OpenAI's paging: <c>limit</c> and <c>after</c> in, the list envelope out.</summary>
public static class Paging
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 100;

    /// <summary>Reads the page from the query string.</summary>
    public static (PageRequest Page, ApiError? Error) Read(HttpRequest request)
    {
        var limit = DefaultLimit;
        if (request.Query.TryGetValue("limit", out var text) && (!int.TryParse(text, out limit) || limit is < 1 or > MaxLimit))
            return (default, ApiErrors.Invalid("limit", $"'limit' must be a whole number from 1 to {MaxLimit}."));
        var after = request.Query["after"];
        return (new PageRequest(limit, StringValues.IsNullOrEmpty(after) ? null : after.ToString()), null);
    }

    /// <summary>Makes the envelope from up to <c>limit + 1</c> rows: the one too many only tells that more exist.</summary>
    public static ListPage<T> ToPage<T>(this IReadOnlyList<T> rows, int limit, Func<T, string> id)
    {
        var page = rows.Count > limit ? [.. rows.Take(limit)] : rows;
        return new ListPage<T>(page, page.Count > 0 ? id(page[0]) : null, page.Count > 0 ? id(page[^1]) : null, rows.Count > limit);
    }
}
