using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.ConsolePages.SignUp;

/// <summary>What the forms for strangers do.</summary>
internal static class SignUpForms
{
    private const int MaxFieldLength = 1024;

    public static async Task<PageResult> SignUpAsync(PageContext page, IFormCollection form) => Answer<SignUpPage>(
        page, form, await SignUps(page).SignUpAsync(page.Request.HttpContext, Field(form, "name"), Field(form, "email"), Field(form, "password")),
        SignUpPages.SignUp + "?done=sent");

    public static async Task<PageResult> ConfirmAsync(PageContext page, IFormCollection form) => Answer<ConfirmPage>(
        page, form, await SignUps(page).ConfirmAsync(page.Request.HttpContext, Field(form, "user"), Field(form, "token"), Field(form, "password")),
        "/console");

    public static async Task<PageResult> ForgetAsync(PageContext page, IFormCollection form) => Answer<ForgottenPage>(
        page, form, await SignUps(page).ForgetAsync(page.Request.HttpContext, Field(form, "email")), SignUpPages.Forgotten + "?done=sent");

    public static async Task<PageResult> ResetAsync(PageContext page, IFormCollection form) => Answer<ResetPage>(
        page, form, await SignUps(page).ResetAsync(page.Request.HttpContext, Field(form, "user"), Field(form, "token"), Field(form, "password")),
        PageRoutes.SignIn + "?done=password-reset");

    public static async Task<PageResult> UndoEmailAsync(PageContext page, IFormCollection form) => Answer<UndoEmailPage>(
        page, form,
        await SignUps(page).UndoEmailAsync(page.Request.HttpContext, Field(form, "user"), Field(form, "email"), Field(form, "token"), Field(form, "password")),
        PageRoutes.SignIn + "?done=email-undone");

    /// <summary>Shows the form again with what was wrong, says when to come back, or goes on.</summary>
    public static PageResult Answer<TPage>(PageContext page, IFormCollection form, SignUpResult result, string next)
        where TPage : IComponent
    {
        if (result.Wait is { } wait) return PageResult.Wait(page, wait);
        if (result.Error is not { } error) return PageResult.GoTo(next);
        return PageResult.Show<TPage>(page with { Refusal = page["error_" + error.Replace('-', '_')], Sent = form });
    }

    public static string Field(IFormCollection form, string name) => form[name].ToString() is { Length: <= MaxFieldLength } text ? text : "";

    private static ISignUps SignUps(PageContext page) => page.Request.HttpContext.RequestServices.GetRequiredService<ISignUps>();
}
