namespace Farebox.ConsolePages;

/// <summary>The answer to what cannot be taken.</summary>
public static class ProblemAnswer
{
    /// <summary>Says why on a page.</summary>
    /// <param name="status">4xx or 5xx.</param>
    public static Task ShowAsync(HttpContext context, int status) =>
        PageCall.AnswerAsync(context, new PageDoor((_, _) => null), page => Task.FromResult(PageResult.Problem(page, status)));
}
