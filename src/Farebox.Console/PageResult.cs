using Farebox.ConsolePages.Home;
using Microsoft.AspNetCore.Components;

namespace Farebox.ConsolePages;

/// <summary>What a form leads to: another address, or a page shown at once.</summary>
/// <param name="Address">Where to go; null when a page is shown.</param>
/// <param name="Page">The component; null when another address is gone to, or nothing is left to do.</param>
/// <param name="Parameters">Its parameters.</param>
internal sealed record PageResult(string? Address, Type? Page, Dictionary<string, object?> Parameters)
{
    /// <summary>Set when the form was sent too often: how long not to.</summary>
    public TimeSpan? WaitTime { get; private init; }

    /// <summary>Everything was written already.</summary>
    public static PageResult Nothing { get; } = new(null, null, []);

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

    /// <summary>Refuses a form that was sent too often (429), and says when to come back.</summary>
    public static PageResult Wait(PageContext page, TimeSpan wait) => Show<WaitPage>(page, (nameof(WaitPage.Wait), wait)) with { WaitTime = wait };
}
