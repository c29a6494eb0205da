using System.Text.RegularExpressions;
using Farebox.Client;
using Farebox.ConsolePages;
using Farebox.Contracts;
using Farebox.Server.Tests.House;

namespace Farebox.Server.Tests.ConsolePages;

/// <summary>What the API refuses of the console's forms can be said in Chinese: by field, by conflict, and by code.</summary>
public sealed partial class RefusalTextsTests
{
    // Fields that no form has: of programs alone, of lists, or chosen by the pages themselves.
    private static readonly string[] NotOfForms =
    [
        "include_archived", "threshold_amount", "currency", "interval", "include", "batch", "order", "format", "group_by", "bucket_width", "page", "limit",
        "tenant_only", "status", "queue_max_waiting", "queue_max_wait_seconds", "organization_id", "rpm", "rpd", "tpm", "tpd", "ipm", "concurrency",
    ];

    private static readonly string[] Slices =
    [
        "Accounts", "Audit", "Billing", "Budgets", "CallLog", "Catalog", "Credentials", "Limits", "Platform", "Upstreams", "UsageLog",
    ];

    private static readonly HashSet<string> Texts = PageLanguage.Chinese.Text.Names()
        .Where(name => name.StartsWith(RefusalTexts.Group, StringComparison.Ordinal)).Select(name => name[RefusalTexts.Group.Length..]).ToHashSet();

    [Fact]
    public void Chinese_HasATextForEachFieldOfAForm()
    {
        var fields = Fields();
        Assert.True(fields.Count > 50, $"{fields.Count}");
        Assert.Empty(fields.Where(field => !Texts.Contains(field)).Order());
    }

    [Fact]
    public void Chinese_HasATextForEachConflict()
    {
        var (conflicts, written) = Conflicts();
        Assert.Equal(written, conflicts.Count);
        Assert.Empty(conflicts.Distinct().Where(param => !Texts.Contains("conflict_" + param)).Order());
    }

    // English shows the API's own words, so that they stand in one place.
    [Fact]
    public void Texts_AreOfWhatIsRefused_AndOfNothingElse()
    {
        var codes = typeof(ErrorCodes).GetFields().Select(code => (string)code.GetRawConstantValue()!).Append("401").ToHashSet();
        var fields = Fields();
        var conflicts = Conflicts().Params.Select(param => "conflict_" + param).ToHashSet();
        Assert.DoesNotContain(Texts, text => !codes.Contains(text) && !fields.Contains(text) && !conflicts.Contains(text)
            && !codes.Any(code => text.StartsWith(code + "_", StringComparison.Ordinal) && fields.Contains(text[(code.Length + 1)..])));
        Assert.DoesNotContain(PageLanguage.English.Text.Names(), name => name.StartsWith(RefusalTexts.Group, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(409, ErrorCodes.Conflict, "role", "refusal_conflict_role")]
    [InlineData(400, ErrorCodes.InvalidValue, "role", "refusal_role")]
    [InlineData(400, ErrorCodes.InvalidValue, "models[3]", "refusal_models")]
    [InlineData(400, ErrorCodes.InvalidValue, "of_no_form", "refusal_invalid_value")]
    [InlineData(401, null, null, "refusal_401")]
    [InlineData(418, "of_no_code", null, null)]
    public void Find_GoesFromTheFieldToTheCode(int status, string? code, string? param, string? name)
    {
        var refused = new FareboxApiException(status, new ErrorDetail("No.", "t", param, code), null);
        Assert.Equal(name is null ? null : PageLanguage.Chinese.Text[name], RefusalTexts.Find(PageLanguage.Chinese.Text, refused));
        Assert.Null(RefusalTexts.Find(PageLanguage.English.Text, refused));
    }

    [Fact]
    public void Pages_ShowWhatTheApiSays_InOneWay()
    {
        var pages = Repository.Files("src/Farebox.Console", "*.cs").Concat(Repository.Files("src/Farebox.Console", "*.razor"));
        Assert.DoesNotContain(pages, page => Repository.Read(page).Contains("Refusal = e.Message", StringComparison.Ordinal));
    }

    private static HashSet<string> Fields() =>
        Sources().SelectMany(source => Named().Matches(source)).Select(match => match.Groups[1].Value).Concat(SentByForms()).Except(NotOfForms).ToHashSet();

    // Members of the requests that the console's sources make; what is true or false cannot be wrong.
    private static IEnumerable<string> SentByForms()
    {
        var console = string.Join('\n', Repository.Files("src/Farebox.Console", "*.cs").Select(Repository.Read));
        return typeof(ErrorCodes).Assembly.GetExportedTypes()
            .Where(type => type.Name.EndsWith("Request", StringComparison.Ordinal) && Regex.IsMatch(console, $@"new {type.Name}\b"))
            .SelectMany(type => FareboxJson.Options.GetTypeInfo(type).Properties)
            .Where(member => member.PropertyType != typeof(bool?) && member.PropertyType != typeof(bool))
            .Select(member => member.Name);
    }

    private static (List<string> Params, int Written) Conflicts()
    {
        var sources = Sources().ToList();
        return ([.. sources.SelectMany(source => Conflict().Matches(source)).Select(match => match.Groups[1].Value)],
            sources.Sum(source => Regex.Count(source, @"ApiErrors\.Conflict\(")));
    }

    private static IEnumerable<string> Sources() =>
        Slices.SelectMany(slice => Repository.Files("src/Farebox.Server/" + slice, "*.cs")).Select(Repository.Read);

    [GeneratedRegex("(?:ApiErrors\\.(?:Invalid|Missing|WrongType)|\\.Fail|\\.Miss)\\(\\s*\\$?\"([a-z_0-9]+)[\"\\[]")]
    private static partial Regex Named();

    [GeneratedRegex("ApiErrors\\.Conflict\\(.*?, \"([a-z_]+)\"\\)", RegexOptions.Singleline)]
    private static partial Regex Conflict();
}
