using System.Globalization;
using Farebox.Client;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Primitives;

namespace Farebox.ConsolePages;

/// <summary>What every page knows of the call that it answers.</summary>
public sealed record PageContext
{
    /// <summary>The reader's.</summary>
    public required PageLanguage Language { get; init; }

    /// <summary>The reader's.</summary>
    public required PageLook Look { get; init; }

    /// <summary>To go along with each form, so that no other site can send it.</summary>
    public AntiforgeryTokenSet FormToken => FormTokens.Value;

    /// <summary>Made when a form is rendered: what is done before may begin another session, and tokens are of one.</summary>
    public required Lazy<AntiforgeryTokenSet> FormTokens { get; init; }

    /// <summary>Of the call.</summary>
    public required HttpRequest Request { get; init; }

    /// <summary>Null on pages for strangers.</summary>
    public Visitor? Visitor { get; init; }

    /// <summary>The one that the address names; null on pages that are about none.</summary>
    public VisitorOrganization? Organization { get; init; }

    /// <summary>
    /// The management API, as the visitor may use it in <see cref="Organization"/>, or as an operator on pages for operators; null on others.
    /// </summary>
    public FareboxClient? Client { get; init; }

    /// <summary>On pages for operators: the management API acting on the organization of this id.</summary>
    public Func<string, FareboxClient>? ActingOn { get; init; }

    /// <summary>What was wrong with what was asked for, such as the form that was sent.</summary>
    public string? Refusal { get; init; }

    /// <summary>What the API said of it, where <see cref="Refusal"/> says it in the reader's language; null where that is all there is.</summary>
    public string? ApiWords { get; private init; }

    /// <summary>The form that was sent, to be shown again with what was wrong; null on a page that was just opened.</summary>
    public IFormCollection? Sent { get; init; }

    /// <summary>This page, saying what the API refused and why: the one way that pages come to show it.</summary>
    /// <param name="form">The form that was sent, to be shown again.</param>
    public PageContext Refused(FareboxApiException e, IFormCollection? form = null)
    {
        var text = RefusalTexts.Find(Language.Text, e);
        return this with { Refusal = text ?? e.Message, ApiWords = text is null ? null : e.Message, Sent = form ?? Sent };
    }

    /// <summary>What was typed into a field of the form that was sent, also when that is nothing; null when none was sent, or one without it.</summary>
    public string? Typed(string field) => Sent is { } sent && sent.ContainsKey(field) ? sent[field].ToString() : null;

    /// <summary>Where programs are pointed, as the reader's browser sees this server.</summary>
    public string BaseUrl => $"{Request.Scheme}://{Request.Host.ToUriComponent()}/v1";

    /// <summary>A text in the reader's language.</summary>
    public string this[string name] => Language.Text[name];

    /// <summary>The text for a word that came in the address, under this group of names; null when there is none.</summary>
    public string? Told(string group) =>
        Request.Query.ContainsKey(group) ? Language.Text.Find($"{group}_{Request.Query[group].ToString().Replace('-', '_')}") : null;

    /// <summary>A value of the address, or of the route.</summary>
    public string Named(string name) => Request.RouteValues[name]?.ToString() ?? Request.Query[name].ToString();

    /// <summary>The address of a page of this organization.</summary>
    public string In(string path) => $"/console/{Organization!.Id}/{path}";

    /// <summary>The address of a page for operators.</summary>
    public static string ForOperators(string path) => "/console/operator/" + path;

    /// <summary>Whether the visitor's role in the organization has this scope, one of <see cref="Contracts.ScopeNames"/>.</summary>
    public bool May(string scope) => Organization?.Scopes.Contains(scope) == true;

    /// <summary>This page with one parameter of its address changed.</summary>
    /// <param name="others">Parameters that go.</param>
    public string With(string parameter, string value, params IReadOnlyList<string> others) =>
        new QueryBuilder(Kept(parameter).Where(pair => !others.Contains(pair.Key))) { { parameter, value } }.ToQueryString().ToString();

    /// <summary>This page without one parameter of its address.</summary>
    public string Without(string parameter) =>
        Request.Path + new QueryBuilder(Kept(parameter)).ToQueryString().ToString();

    // What became of the form before is told once.
    private IEnumerable<KeyValuePair<string, StringValues>> Kept(string parameter) =>
        Request.Query.Where(pair => pair.Key != parameter && pair.Key is not "done" and not "error");

    /// <summary>Which page of a list the address asks for.</summary>
    /// <param name="limit">Rows, 1 to 100.</param>
    public PageRequest PageOf(int limit) => new(limit, Request.Query["after"].ToString() is { Length: > 0 } after ? after : null);

    /// <summary>How the reader writes dates and numbers.</summary>
    public CultureInfo Culture => CultureInfo.GetCultureInfo(Language.Tag);

    /// <summary>A whole number as the reader writes it.</summary>
    public string Number(long number) => number.ToString("N0", Culture);

    /// <summary>An amount of USD, every digit of it and two places at least, as the reader writes amounts.</summary>
    /// <param name="usd">As the API gives it: a decimal.</param>
    public string Money(string usd)
    {
        var amount = decimal.Parse(usd, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return (amount < 0 ? "-" : "") + this["dollar"] + Math.Abs(amount).ToString("#,##0.00#############", Culture);
    }

    /// <summary>As <see cref="Time"/>, to the second.</summary>
    public string Moment(long unixSeconds) => DateTimeOffset.FromUnixTimeSeconds(unixSeconds).UtcDateTime.ToString("G", Culture);

    /// <summary>The same, cut to what is read at a look; what is there is never shown as more.</summary>
    public string ShortMoney(string usd)
    {
        var amount = decimal.Parse(usd, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        var places = Math.Abs(amount) switch
        {
            >= 1 => 2,
            >= 0.01m => 4,
            _ => 9,
        };
        return Money(decimal.Round(amount, places, MidpointRounding.ToNegativeInfinity).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>A time span of a call, in the unit that it is best read in.</summary>
    public string Span(long? microseconds) => microseconds switch
    {
        null => "–",
        < 1000 and { } us => us.ToString("N0", Culture) + " µs",
        < 1_000_000 and { } us => ((decimal)us / 1000).ToString(us < 10_000 ? "0.0" : "0", Culture) + " ms",
        { } us => ((decimal)us / 1_000_000).ToString("#,##0.00", Culture) + " s",
    };

    /// <summary>For a screen reader: <c>en</c> for words of the API on a page of another language; null for what is of the page's own.</summary>
    public string? LanguageOf(string words) => Language != PageLanguage.English && System.Text.Ascii.IsValid(words) ? PageLanguage.English.Tag : null;

    /// <summary>A moment as the reader writes dates: UTC, to the minute.</summary>
    public string Time(long? unixSeconds) => unixSeconds is { } seconds
        ? DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime.ToString("g", Culture) + " UTC"
        : this["never"];
}
