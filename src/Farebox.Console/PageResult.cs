using Microsoft.AspNetCore.Components;

namespace Farebox.ConsolePages;

/// <summary>What a form leads to: another address, or a page shown at once.</summary>
/// <param name="Address">Where to go; null when a page is shown.</param>
/// <param name="Page">The component.</param>
/// <param name="Parameters">Its parameters.</param>
internal sealed record PageResult(string? Address, Type? Page, Dictionary<string, object?> Parameters)
{
    /// <summary>Sends the browser elsewhere.</summary>
    public static PageResult GoTo(string address) => new(address, null, []);

    /// <summary>Shows a page.</summary>
    public static PageResult Show<TPage>(PageContext page, params (string Name, object? Value)[] more)
        where TPage : IComponent
    {
        var parameters = new Dictionary<string, object?> { ["Page"] = page };
        foreach (var (name, value) in more) parameters[name] = value;
        return new(null, typeof(TPage), parameters);
    }
}
