namespace Farebox.ConsolePages;

/// <summary>Light or dark.</summary>
public enum PageLook
{
    /// <summary>As the reader's system has it.</summary>
    System = 0,
    Light = 1,
    Dark = 2,
}

/// <summary>What the reader chose.</summary>
internal static class PageLooks
{
    /// <summary>By which an address chooses.</summary>
    public const string Parameter = "look";

    /// <summary>The cookie that keeps a choice.</summary>
    public const string Cookie = "farebox-look";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PageLook> All { get; } = [PageLook.System, PageLook.Light, PageLook.Dark];

    /// <summary>Chosen now, or before.</summary>
    public static PageLook Of(HttpRequest request) => Named(request.Query[Parameter]) ?? Named(request.Cookies[Cookie]) ?? PageLook.System;

    /// <summary>As it stands in addresses and texts.</summary>
    public static string NameOf(PageLook look) => look switch
    {
        PageLook.Light => "light",
        PageLook.Dark => "dark",
        _ => "system",
    };

    private static PageLook? Named(string? name)
    {
        foreach (var look in All)
        {
            if (NameOf(look) == name) return look;
        }

        return null;
    }
}
