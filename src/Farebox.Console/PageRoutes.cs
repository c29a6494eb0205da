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
    private readonly HashSet<string> pages = [];
    private readonly List<(string Path, string? Page, PageDoor Door)> forms = [];

    /// <summary>A page for strangers, which sends those away who are past it.</summary>
    /// <param name="elsewhere">The address of where a visitor belongs instead, given also whether nobody has an account yet; null: here.</param>
    public void PageForStrangers<TPage>(string path, Func<Visitor?, bool, string?> elsewhere)
        where TPage : IComponent => Map<TPage>(path, new PageDoor(elsewhere));

    /// <summary>A form on such a page. An old one is asked for again.</summary>
    public void FormForStrangers(string path, Func<Visitor?, bool, string?> elsewhere, Func<PageContext, IFormCollection, Task<PageResult>> handle) =>
        Take(path, new PageDoor(elsewhere), handle, null, path + "?error=stale");

    /// <summary>A page for whoever is signed in.</summary>
    /// <param name="path">From the root.</param>
    public void Page<TPage>(string path)
        where TPage : IComponent => Map<TPage>(path, new PageDoor(OnlySignedIn, ComesBack: true));

    /// <summary>A form on such a page.</summary>
    /// <param name="page">The page that shows it; null: the one that has its address, or the nearest above it.</param>
    public void Form(string path, Func<PageContext, IFormCollection, Task<PageResult>> handle, string? page = null) =>
        Take(path, new PageDoor(OnlySignedIn), handle, page);

    /// <summary>A page about an organization that the visitor belongs to; its client acts with their role.</summary>
    /// <param name="path">Below the organization.</param>
    public void OrganizationPage<TPage>(string path)
        where TPage : IComponent => Map<TPage>(Organization + path, new PageDoor(OnlySignedIn, ComesBack: true));

    /// <summary>A form on such a page.</summary>
    /// <param name="page">See <see cref="Form"/>; below the organization.</param>
    public void OrganizationForm(string path, Func<PageContext, IFormCollection, Task<PageResult>> handle, string? page = null) =>
        Take(Organization + path, new PageDoor(OnlySignedIn), handle, page is null ? null : Organization + page);

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
    /// <param name="page">See <see cref="Form"/>; below <c>/console/operator/</c>.</param>
    public void OperatorForm(string path, Func<PageContext, IFormCollection, Task<PageResult>> handle, string? page = null) =>
        Take(Operator + path, new PageDoor(OnlySignedIn, ForOperators: true), handle, page is null ? null : Operator + page);

    /// <summary>The address of a form that is taken elsewhere, and has no page.</summary>
    public void FormOfOthers(string path) => forms.Add((path, null, new PageDoor(OnlySignedIn)));

    /// <summary>
    /// Once all are registered: sends whoever opens the address of a form that no page has to the page that shows it. A page that answers a form
    /// has the form's address, and its links that keep to the address lead there.
    /// </summary>
    public void MapWaysBack()
    {
        foreach (var (path, shown, door) in forms.Where(form => !pages.Contains(form.Path)))
        {
            var page = shown ?? path;
            while (!pages.Contains(page)) page = page[..page.LastIndexOf('/')];
            routes.MapMethods(path, Methods, (RequestDelegate)(context => GoAsync(context, door, page))).ExcludeFromDescription();
        }
    }

    private static Task GoAsync(HttpContext context, PageDoor door, string page) =>
        PageCall.AnswerAsync(context, door, _ => Task.FromResult(PageResult.GoTo(Fill(page, context.Request))));

    private void Map<TPage>(string path, PageDoor door)
        where TPage : IComponent
    {
        pages.Add(path);
        routes.MapMethods(path, Methods, (RequestDelegate)(context => PageCall.ShowAsync<TPage>(context, door)))
            .WithMetadata(PageMark.Instance).ExcludeFromDescription();
    }

    private void Take(
        string path, PageDoor door, Func<PageContext, IFormCollection, Task<PageResult>> handle, string? page, string stale = "/console?error=stale")
    {
        forms.Add((path, page, door));
        routes.MapPost(path, (RequestDelegate)(context => PageCall.TakeAsync(context, door, handle, stale))).ExcludeFromDescription();
    }

    // A pattern with what the call's own has in the places of its parameters.
    private static string Fill(string pattern, HttpRequest request) => string.Join('/', pattern.Split('/').Select(part => part.StartsWith('{')
        ? Uri.EscapeDataString(request.RouteValues[part.Trim('{', '}').Split(':')[0]]!.ToString()!)
        : part)) + request.QueryString.ToUriComponent();

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
