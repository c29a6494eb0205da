using Microsoft.AspNetCore.Components;

namespace Farebox.ConsolePages;

/// <summary>Where folders of pages register theirs, and by which word on who may see them.</summary>
internal sealed class PageRoutes(IEndpointRouteBuilder routes)
{
    public const string SignIn = "/console/sign-in";
    public const string SetUp = "/console/set-up";

    private const string Organization = "/console/{organization:regex(^org_)}/";
    private const string Operator = "/console/operator/";
    private static readonly string[] Methods = ["GET", "HEAD"];

    /// <summary>A page for strangers, which sends those away who are past it.</summary>
    /// <param name="elsewhere">The address of where a visitor belongs instead, given also whether nobody has an account yet; null: here.</param>
    public void PageForStrangers<TPage>(string path, Func<Visitor?, bool, string?> elsewhere)
        where TPage : IComponent => Map<TPage>(path, new PageDoor(elsewhere));

    /// <summary>A form on such a page. An old one is asked for again.</summary>
    public void FormForStrangers(string path, Func<Visitor?, bool, string?> elsewhere, Func<PageContext, IFormCollection, Task<PageResult>> handle) =>
        Take(path, new PageDoor(elsewhere), handle, path + "?error=stale");

    /// <summary>A page for whoever is signed in.</summary>
    /// <param name="path">From the root.</param>
    public void Page<TPage>(string path)
        where TPage : IComponent => Map<TPage>(path, new PageDoor(OnlySignedIn, ComesBack: true));

    /// <summary>A form on such a page.</summary>
    public void Form(string path, Func<PageContext, IFormCollection, Task<PageResult>> handle) => Take(path, new PageDoor(OnlySignedIn), handle);

    /// <summary>A page about an organization that the visitor belongs to; its client acts with their role.</summary>
    /// <param name="path">Below the organization.</param>
    public void OrganizationPage<TPage>(string path)
        where TPage : IComponent => Map<TPage>(Organization + path, new PageDoor(OnlySignedIn, ComesBack: true));

    /// <summary>A form on such a page.</summary>
    public void OrganizationForm(string path, Func<PageContext, IFormCollection, Task<PageResult>> handle) =>
        Take(Organization + path, new PageDoor(OnlySignedIn), handle);

    /// <summary>A file about an organization, or a stream: what is written as it comes, with the visitor's role.</summary>
    /// <param name="path">Below the organization.</param>
    public void OrganizationFile(string path, Func<PageContext, Task> write) => routes
        .MapGet(Organization + path, (RequestDelegate)(context => PageCall.WriteAsync(context, new PageDoor(OnlySignedIn), write)))
        .ExcludeFromDescription();

    /// <summary>A page for operators, which does not exist for anybody else; its client acts as an operator's key does.</summary>
    /// <param name="path">Below <c>/console/operator/</c>.</param>
    public void OperatorPage<TPage>(string path)
        where TPage : IComponent => Map<TPage>(Operator + path, new PageDoor(OnlySignedIn, ForOperators: true, ComesBack: true));

    /// <summary>A form on such a page.</summary>
    public void OperatorForm(string path, Func<PageContext, IFormCollection, Task<PageResult>> handle) =>
        Take(Operator + path, new PageDoor(OnlySignedIn, ForOperators: true), handle);

    private void Map<TPage>(string path, PageDoor door)
        where TPage : IComponent =>
        routes.MapMethods(path, Methods, (RequestDelegate)(context => PageCall.ShowAsync<TPage>(context, door)))
            .WithMetadata(PageMark.Instance).ExcludeFromDescription();

    private void Take(
        string path, PageDoor door, Func<PageContext, IFormCollection, Task<PageResult>> handle, string stale = "/console?error=stale") =>
        routes.MapPost(path, (RequestDelegate)(context => PageCall.TakeAsync(context, door, handle, stale))).ExcludeFromDescription();

    private static string? OnlySignedIn(Visitor? visitor, bool isNew) => visitor switch
    {
        { NeedsCode: false } => null,
        { } => SignIn + "/code",
        null => isNew ? SetUp : SignIn,
    };
}

/// <summary>Who gets in.</summary>
/// <param name="Elsewhere">See <see cref="PageRoutes.PageForStrangers"/>.</param>
/// <param name="ForOperators">Whether the page does not exist but for operators.</param>
/// <param name="ComesBack">Whether whoever has to sign in first is shown the page after that.</param>
internal sealed record PageDoor(Func<Visitor?, bool, string?> Elsewhere, bool ForOperators = false, bool ComesBack = false);
