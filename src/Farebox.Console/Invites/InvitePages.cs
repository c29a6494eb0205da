using Farebox.Client;
using Farebox.ConsolePages.Home;
using Farebox.ConsolePages.SignUp;
using Farebox.Contracts.Organizations;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.ConsolePages.Invites;

/// <summary>Invitations to an organization: sent and withdrawn by those who run it, accepted by those who got one.</summary>
internal static class InvitePages
{
    private const string Invitation = "/console/invitation";

    public static void Map(PageRoutes pages)
    {
        pages.OrganizationPage<InvitesPage>("invites");
        pages.OrganizationForm("invites", SendAsync);
        pages.OrganizationForm("invites/{invite}/withdraw", WithdrawAsync);
        pages.PageForStrangers<InvitationPage>(Invitation, Anybody);
        pages.FormForStrangers(Invitation, Anybody, SignUpAsync);
        pages.Form(Invitation + "/accept", AcceptAsync, "/console");
    }

    private static string? Anybody(Visitor? visitor, bool isNew) => isNew ? PageRoutes.SetUp : null;

    private static async Task<PageResult> SendAsync(PageContext page, IFormCollection form)
    {
        try
        {
            await page.Client!.Invites.CreateAsync(new InviteRequest(form["email"].ToString(), form["role"].ToString()));
            return PageResult.GoTo(page.In("invites?done=invited"));
        }
        catch (FareboxApiException e) when (e.Status is not (401 or 404) and < 500)
        {
            return PageResult.Show<InvitesPage>(page.Refused(e, form));
        }
    }

    private static async Task<PageResult> WithdrawAsync(PageContext page, IFormCollection form)
    {
        try
        {
            await page.Client!.Invites.DeleteAsync(page.Named("invite"));
            return PageResult.GoTo(page.In("invites?done=invite-withdrawn"));
        }
        catch (FareboxApiException e) when (e.Status == StatusCodes.Status409Conflict)
        {
            return PageResult.Show<InvitesPage>(page.Refused(e));
        }
    }

    private static async Task<PageResult> SignUpAsync(PageContext page, IFormCollection form) => SignUpForms.Answer<InvitationPage>(
        page, form,
        await SignUps(page).SignUpInvitedAsync(
            page.Request.HttpContext, SignUpForms.Field(form, "id"), SignUpForms.Field(form, "secret"), SignUpForms.Field(form, "name"),
            SignUpForms.Field(form, "password")),
        "/console?done=joined");

    private static async Task<PageResult> AcceptAsync(PageContext page, IFormCollection form) => SignUpForms.Answer<HomePage>(
        page, form, await SignUps(page).AcceptAsync(page.Request.HttpContext, page.Visitor!, SignUpForms.Field(form, "id")), "/console?done=joined");

    private static ISignUps SignUps(PageContext page) => page.Request.HttpContext.RequestServices.GetRequiredService<ISignUps>();
}
