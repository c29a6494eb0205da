namespace Farebox.ConsolePages.Tests.Browsing;

/// <summary>What somebody looks with: a width, a language, light or dark.</summary>
/// <param name="Width">CSS pixels.</param>
/// <param name="Language">As browsers send it.</param>
public sealed record Screen(int Width, string Language, bool IsDark)
{
    public static Screen Desk { get; } = new(1280, "en", false);

    public static Screen Phone { get; } = new(360, "zh-CN", true);

    /// <summary>Every combination that the pages are made for.</summary>
    public static IReadOnlyList<Screen> All { get; } =
    [
        .. from width in (int[])[1280, 360]
           from language in (string[])["en", "zh-CN"]
           from isDark in (bool[])[false, true]
           select new Screen(width, language, isDark),
    ];

    /// <summary>CSS pixels.</summary>
    public int Height => Width > 700 ? 800 : 740;

    /// <inheritdoc/>
    public override string ToString() => $"{Width}-{Language}-{(IsDark ? "dark" : "light")}";
}
