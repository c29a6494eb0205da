using System.Net;
using System.Text.RegularExpressions;

namespace Farebox.Server.Tests.Accounts;

/// <summary>Pages and forms as a browser without scripts sees them: with its cookies, following redirects by hand.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly SocketsHttpHandler handler = new() { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
    private readonly HttpClient http;

    /// <param name="session">Of another browser, as if its cookie had been stolen.</param>
    public Browser(Uri baseUrl, string? session = null)
    {
        http = new HttpClient(handler) { BaseAddress = baseUrl };
        if (session is not null) handler.CookieContainer.Add(baseUrl, new Cookie("farebox", session));
    }

    public CookieCollection Cookies => handler.CookieContainer.GetCookies(http.BaseAddress!);

    /// <summary>A cookie that goes along only below a path.</summary>
    public string CookieOf(string name, string path) => handler.CookieContainer.GetCookies(new Uri(http.BaseAddress!, path + "/"))[name]!.Value;

    /// <summary>Puts a cookie in, as if it had been copied from another browser.</summary>
    public void Keep(string name, string value, string path) => handler.CookieContainer.Add(http.BaseAddress!, new Cookie(name, value, path));

    /// <summary>A page, or where one is sent instead.</summary>
    public async Task<Page> OpenAsync(string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
        return await Page.OfAsync(response);
    }

    /// <summary>How a page or a file is answered, whatever follows: some never end.</summary>
    public async Task<HttpStatusCode> AskAsync(string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        return response.StatusCode;
    }

    /// <summary>Opens a page and sends its form.</summary>
    /// <param name="form">Address of the form, where the page has several; the page's own path otherwise.</param>
    public async Task<Page> SendAsync(string path, Dictionary<string, string> fields, string? form = null)
    {
        var token = await TokenAsync(path);
        return await PostAsync(form ?? path.Split('?')[0], new(fields) { ["__RequestVerificationToken"] = token });
    }

    /// <summary>A page with its headers, for the caller to dispose of.</summary>
    public Task<HttpResponseMessage> FetchAsync(string path) => http.GetAsync(new Uri(path, UriKind.Relative));

    /// <summary>What goes along with the forms of a page.</summary>
    public async Task<string> TokenAsync(string path) => TokenIn((await OpenAsync(path)).Html);

    /// <summary>The same, of a page's markup.</summary>
    public static string TokenIn(string html)
    {
        var token = Token().Match(html);
        Assert.True(token.Success, html);
        return token.Groups[1].Value;
    }

    /// <summary>Sends fields as they are.</summary>
    public async Task<Page> PostAsync(string path, Dictionary<string, string> fields)
    {
        using var content = new FormUrlEncodedContent(fields);
        return await PostRawAsync(path, content);
    }

    /// <summary>Sends whatever it is.</summary>
    public async Task<Page> PostRawAsync(string path, HttpContent content)
    {
        using var response = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        return await Page.OfAsync(response);
    }

    public void Dispose()
    {
        http.Dispose();
        handler.Dispose();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}

/// <summary>What came back.</summary>
/// <param name="Location">Where the browser is sent.</param>
/// <param name="Sent">The markup as it came.</param>
internal sealed partial record Page(HttpStatusCode Status, string? Location, string Sent)
{
    /// <summary>The same, its entities decoded.</summary>
    public string Html { get; } = WebUtility.HtmlDecode(Sent);

    /// <summary>Where the browser is sent, or what was wrong with the form that is shown again.</summary>
    public string? Outcome => Location ?? (Alert().Match(Html) is { Success: true } alert ? alert.Groups[1].Value : null);

    /// <summary>What stands in a field; null: nothing.</summary>
    public string? ValueOf(string field)
    {
        var input = Regex.Match(Sent, $"<input[^>]* name=\"{field}\"[^>]*>").Value;
        return Regex.Match(input, " value=\"([^\"]+)\"") is { Success: true } value ? WebUtility.HtmlDecode(value.Groups[1].Value) : null;
    }

    public static async Task<Page> OfAsync(HttpResponseMessage response) =>
        new(response.StatusCode, response.Headers.Location?.OriginalString, await response.Content.ReadAsStringAsync());

    [GeneratedRegex("role=\"alert\">([^<]*)<")]
    private static partial Regex Alert();
}
