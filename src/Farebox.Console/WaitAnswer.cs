using System.Globalization;

namespace Farebox.ConsolePages;

/// <summary>The answer to a form that was sent too often.</summary>
public static class WaitAnswer
{
    /// <summary>Says when to come back.</summary>
    public static Task ShowAsync(HttpContext context, TimeSpan wait) =>
        PageCall.AnswerAsync(context, new PageDoor((_, _) => null), page => Task.FromResult(PageResult.Wait(page, wait)));

    /// <summary>Sets what programs read.</summary>
    internal static void Mark(HttpResponse response, TimeSpan wait) =>
        response.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
