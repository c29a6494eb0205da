using System.Collections.Concurrent;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Farebox.ConsolePages.Tests.Browsing;

/// <summary>
/// One tab of a browser. Whatever its console reports as an error, a violated policy included, and every request to another host fails the
/// test at the end.
/// </summary>
public sealed class Tab : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> faults = new();

    internal Tab(IBrowserContext context, IPage page, Uri baseUrl)
    {
        (this.context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !IsExpected(message.Text)) faults.Enqueue($"{page.Url}: {message.Text}");
        };
        page.PageError += (_, error) => faults.Enqueue($"{page.Url}: {error}");
        page.Request += (_, request) =>
        {
            var address = new Uri(request.Url);
            if (address.Scheme is "http" or "https" && address.Authority != baseUrl.Authority) faults.Enqueue($"{page.Url} asked {address.Host}");
        };
    }

    public IPage Page { get; }

    /// <summary>Answers of this status are what a test wants to see, and Chromium reports each as an error.</summary>
    public int? Expected { get; set; }

    /// <summary>What went wrong so far, none of it meant to.</summary>
    public IReadOnlyCollection<string> Faults => faults;

    /// <summary>Opens an address and waits until everything that it names is there.</summary>
    public async Task<IResponse> OpenAsync(string path) =>
        (await Page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.Load }))!;

    /// <summary>Cookies, for another tab of the same person.</summary>
    public Task<string> CookiesAsync() => context.StorageStateAsync();

    /// <summary>What axe finds fault with, by the rules of WCAG 2.2 AA; empty when nothing.</summary>
    public async Task<IReadOnlyList<string>> FindBarriersAsync()
    {
        var found = await Page.RunAxe(new Deque.AxeCore.Commons.AxeRunOptions
        {
            RunOnly = new Deque.AxeCore.Commons.RunOnlyOptions
            {
                Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
            },
        });
        return [.. found.Violations.Select(rule => $"{rule.Id}: {rule.Help} ({string.Join("; ", rule.Nodes.Take(3).Select(node => node.Html))})")];
    }

    /// <summary>By how many pixels the page is wider than the screen; 0 when it fits.</summary>
    public Task<int> OverflowAsync() =>
        Page.EvaluateAsync<int>("Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        Assert.Empty(faults);
    }

    private bool IsExpected(string text) => Expected is { } status && text.Contains($"status of {status}", StringComparison.Ordinal);
}
