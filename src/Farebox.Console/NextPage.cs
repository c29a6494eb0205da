namespace Farebox.ConsolePages;

/// <summary>Where somebody goes on who had to sign in first: the page that they asked for, which goes along as a parameter and a field.</summary>
public static class NextPage
{
    /// <summary>Of addresses and of forms.</summary>
    public const string Name = "next";

    private const string Root = "/console/";
    private const int MaxLength = 512;

    /// <summary>
    /// The same address when it is that of a page of the console; null for any other, as nobody is sent elsewhere by a link that came from
    /// elsewhere.
    /// </summary>
    /// <param name="address">As it came: from anybody.</param>
    public static string? Check(string? address)
    {
        if (address is not { Length: <= MaxLength } || !address.StartsWith(Root, StringComparison.Ordinal) || !IsPlain(address)) return null;
        if (address.StartsWith(PageRoutes.SignIn, StringComparison.Ordinal)) return null;

        // As browsers read it: to them dots are dots in any spelling.
        var path = Uri.UnescapeDataString(address.Split('?', '#')[0]);
        return IsPlain(path) && !path.Split('/').Any(part => part is "." or "..") ? address : null;
    }

    /// <summary>An address of ours that takes it along; null: none to take.</summary>
    public static string Along(string address, string? next) =>
        next is null ? address : $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Name}={Uri.EscapeDataString(next)}";

    /// <summary>Where to send somebody who may not see what they ask for yet.</summary>
    /// <param name="address">Of the page that they belong on.</param>
    internal static string After(string address, HttpRequest asked) => address.StartsWith(PageRoutes.SignIn, StringComparison.Ordinal)
        ? Along(address, Check(asked.Path.ToUriComponent() + asked.QueryString.ToUriComponent()))
        : address;

    /// <summary>What a page's address, or the form that was sent, brought.</summary>
    internal static string? Of(PageContext page) => Check((page.Sent?[Name] ?? page.Request.Query[Name]).ToString());

    private static bool IsPlain(string text) => !text.Contains("//", StringComparison.Ordinal) && text.All(c => c is > ' ' and <= '~' and not '\\');
}
