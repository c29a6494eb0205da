using Farebox.ConsolePages.SignIn;
using Microsoft.AspNetCore.Components;

namespace Farebox.ConsolePages;

/// <summary>The answer to a form of sign-in or set-up that is refused: the same page, with what was typed but for the password, and what was wrong.</summary>
public static class SignInAnswer
{
    /// <summary>Shows sign-in again.</summary>
    /// <param name="error">The word for what was wrong.</param>
    public static Task AskAgainAsync(HttpContext context, IFormCollection form, string error) => ShowAsync<SignInPage>(context, form, error);

    /// <summary>Shows set-up again.</summary>
    /// <param name="error">The word for what was wrong.</param>
    public static Task SetUpAgainAsync(HttpContext context, IFormCollection form, string error) => ShowAsync<SetUpPage>(context, form, error);

    private static Task ShowAsync<TPage>(HttpContext context, IFormCollection form, string error)
        where TPage : IComponent => PageCall.AnswerAsync(context, new PageDoor((_, _) => null), page =>
            Task.FromResult(PageResult.Show<TPage>(page with { Refusal = page["error_" + error.Replace('-', '_')], Sent = form })));
}
