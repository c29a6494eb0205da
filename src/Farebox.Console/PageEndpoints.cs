using Farebox.ConsolePages.Account;
using Farebox.ConsolePages.Home;
using Farebox.ConsolePages.Keys;
using Farebox.ConsolePages.SignIn;
using Microsoft.AspNetCore.Components;

namespace Farebox.ConsolePages;

/// <summary>The pages below <c>/console</c>, and who may see which.</summary>
internal static class PageEndpoints
{
    private const string SignIn = "/console/sign-in";
    private const string SetUp = "/console/set-up";
    private static readonly string[] Methods = ["GET", "HEAD"];

    /// <summary>Adds the routes.</summary>
    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        // A page for strangers sends those away who are past it.
        MapPage<SetUpPage>(SetUp, (visitor, isNew) => isNew ? null : visitor is null ? SignIn : "/console");
        MapPage<SignInPage>(SignIn, (visitor, isNew) => isNew ? SetUp : visitor is { NeedsCode: false } ? "/console" : null);
        MapPage<CodePage>(SignIn + "/code", (visitor, _) => visitor switch { null => SignIn, { NeedsCode: false } => "/console", _ => null });
        MapPage<HomePage>("/console", OnlySignedIn);
        MapPage<AccountPage>("/console/account", OnlySignedIn);
        MapForm("/console/account/password", AccountForms.ChangePasswordAsync);
        MapForm("/console/account/authenticator", AccountForms.AddAuthenticatorAsync);
        MapForm("/console/account/authenticator/new", AccountForms.NewAuthenticatorAsync);
        MapForm("/console/account/authenticator/remove", AccountForms.RemoveAuthenticatorAsync);
        MapForm("/console/account/sessions", AccountForms.EndSessionAsync);

        const string organization = "/console/{organization:regex(^org_)}";
        MapPage<KeysPage>(organization + "/api-keys", OnlySignedIn);
        MapPage<NewKeyPage>(organization + "/api-keys/new", OnlySignedIn);
        MapPage<RevokeKeyPage>(organization + "/api-keys/{project}/{key}/revoke", OnlySignedIn);
        MapForm(organization + "/api-keys/new", KeyForms.CreateAsync);
        MapForm(organization + "/api-keys/{project}/{key}", KeyForms.ChangeAsync);
        MapForm(organization + "/api-keys/{project}/{key}/revoke", KeyForms.RevokeAsync);

        void MapPage<TPage>(string path, Func<Visitor?, bool, string?> elsewhere)
            where TPage : IComponent =>
            routes.MapMethods(path, Methods, (RequestDelegate)(context => PageCall.ShowAsync<TPage>(context, elsewhere))).ExcludeFromDescription();

        void MapForm(string path, Func<PageContext, IFormCollection, Task<PageResult>> handle) =>
            routes.MapPost(path, (RequestDelegate)(context => PageCall.TakeAsync(context, OnlySignedIn, handle))).ExcludeFromDescription();
    }

    private static string? OnlySignedIn(Visitor? visitor, bool isNew) => visitor switch
    {
        { NeedsCode: false } => null,
        { } => SignIn + "/code",
        null => isNew ? SetUp : SignIn,
    };
}
