using Farebox.ConsolePages.Home;
using Microsoft.AspNetCore.Components;

namespace Farebox.ConsolePages;

/// <summary>What a form leads to: another address, or a page shown at once.</summary>
/// <param name="Address">Where to go; null when a page is shown.</param>
/// <param name="Page">The component; null when another address is gone to, or nothing is left to do.</param>
/// <param name="Parameters">Its parameters.</param>
internal sealed record PageResult(string? Address, Type? Page, Dictionary<string, object?> Parameters)
{
    /// <summary>Set when it was tried too often, or too early: how long not to.</summary>
    public TimeSpan? WaitTime { get; init; }

    /// <summary>Null for that of what worked.</summary>
    public int? Status { get; init; }

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

    /// <summary>Says why there is nothing to be seen.</summary>
    /// <param name="status">4xx or 5xx.</param>
    public static PageResult Problem(PageContext page, int status) =>
        Show<ProblemPage>(page, (nameof(ProblemPage.Status), status)) with { Status = status };

    /// <summary>Refuses a form that was sent too often (429), and says when to come back.</summary>
    public static PageResult Wait(PageContext page, TimeSpan wait) => Show<WaitPage>(page, (nameof(WaitPage.Wait), wait)) with
    {
        WaitTime = wait, Status = StatusCodes.Status429TooManyRequests,
    };
}
