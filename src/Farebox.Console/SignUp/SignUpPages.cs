namespace Farebox.ConsolePages.SignUp;

/// <summary>How people come to have an account, or get back into it.</summary>
internal static class SignUpPages
{
    public const string SignUp = "/console/sign-up";
    public const string Confirm = "/console/confirm";
    public const string Forgotten = "/console/forgotten";
    public const string Reset = "/console/reset";
    public const string UndoEmail = "/console/undo-email";

    public static void Map(PageRoutes pages)
    {
        pages.PageForStrangers<SignUpPage>(SignUp, OnlyStrangers);
        pages.PageForStrangers<ForgottenPage>(Forgotten, OnlyStrangers);
        pages.PageForStrangers<ConfirmPage>(Confirm, Anybody);
        pages.PageForStrangers<ResetPage>(Reset, Anybody);
        pages.PageForStrangers<UndoEmailPage>(UndoEmail, Anybody);
        pages.FormForStrangers(SignUp, OnlyStrangers, SignUpForms.SignUpAsync);
        pages.FormForStrangers(Forgotten, OnlyStrangers, SignUpForms.ForgetAsync);
        pages.FormForStrangers(Confirm, Anybody, SignUpForms.ConfirmAsync);
        pages.FormForStrangers(Reset, Anybody, SignUpForms.ResetAsync);
        pages.FormForStrangers(UndoEmail, Anybody, SignUpForms.UndoEmailAsync);
    }

    private static string? OnlyStrangers(Visitor? visitor, bool isNew) =>
        isNew ? PageRoutes.SetUp : visitor is { NeedsCode: false } ? "/console" : null;

    // Links from letters, also for browsers in which somebody is signed in.
    private static string? Anybody(Visitor? visitor, bool isNew) => isNew ? PageRoutes.SetUp : null;
}
