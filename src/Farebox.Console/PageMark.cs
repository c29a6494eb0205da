namespace Farebox.ConsolePages;

/// <summary>Marks the route of a page, so that tests find every one.</summary>
public sealed class PageMark
{
    public static PageMark Instance { get; } = new();

    private PageMark()
    {
    }
}
