namespace Farebox.ConsolePages;

/// <summary>A language that the pages are written in.</summary>
/// <param name="Tag">As in <c>lang</c> attributes (BCP 47).</param>
/// <param name="Name">Its name in itself.</param>
/// <param name="Text">What the pages say in it.</param>
public sealed record PageLanguage(string Tag, string Name, PageTexts Text)
{
    /// <summary>The cookie that keeps a choice.</summary>
    internal const string Cookie = "farebox-language";

    /// <summary>English: for everybody whose language is not here.</summary>
    public static PageLanguage English { get; } = new("en", "English", new PageTexts("English"));

    /// <summary>Simplified Chinese.</summary>
    public static PageLanguage Chinese { get; } = new("zh-CN", "简体中文", new PageTexts("Chinese"));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PageLanguage> All { get; } = [English, Chinese];

    /// <summary>What the reader chose, now by <c>?lang=</c> or before, else what their browser likes best (RFC 9110, section 12.5.4).</summary>
    public static PageLanguage Of(HttpRequest request)
    {
        var chosen = request.Query["lang"].ToString();
        if ((Named(chosen) ?? Named(request.Cookies[Cookie])) is { } named) return named;
        return request.GetTypedHeaders().AcceptLanguage
            .Where(wish => wish.Quality is not 0)
            .OrderByDescending(wish => wish.Quality ?? 1)
            .Select(wish => Match(wish.Value.ToString()))
            .FirstOrDefault(language => language is not null) ?? English;
    }

    private static PageLanguage? Named(string? tag) => All.FirstOrDefault(language => language.Tag.Equals(tag, StringComparison.OrdinalIgnoreCase));

    // By the first subtag: readers of any kind of Chinese are better off with this one than with English.
    private static PageLanguage? Match(string tag)
    {
        var first = tag.Split('-')[0];
        return All.FirstOrDefault(language => language.Tag.Split('-')[0].Equals(first, StringComparison.OrdinalIgnoreCase));
    }
}
