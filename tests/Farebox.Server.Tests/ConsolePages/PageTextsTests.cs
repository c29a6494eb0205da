using System.Reflection;
using System.Text.RegularExpressions;
using Farebox.ConsolePages;
using Farebox.Server.Platform.Options;
using Farebox.Server.Tests.House;

namespace Farebox.Server.Tests.ConsolePages;

/// <summary>What the pages say is said in every language, and nothing is kept that no page says.</summary>
public sealed partial class PageTextsTests
{
    // Names that are put together from a word of the address or of the API's: what goes before the word.
    private static readonly string[] Groups =
    [
        "", "error_", "done_", "role_", "permissions_", "key_", "look_", "letter_", "invite_", "spend_",
        "spend_per_", "spend_of_", "limits_", "user_", "call_log_", "check_", "outcome_", "period_", "step_", "component_",
        "policy_", "kept_", "turn_", "span_", "width_", "by_", "over_", "first_", "limit_",
    ];

    private const string Option = "option_";

    [Fact]
    public void EveryTextThatAPageNames_IsThereInEveryLanguage()
    {
        var named = Repository.Files("src/Farebox.Console", "*.razor").SelectMany(page => Named().Matches(Repository.Read(page)))
            .Select(match => match.Groups[1].Value).ToHashSet();
        Assert.True(named.Count > 50);
        foreach (var language in PageLanguage.All) Assert.Superset(named, language.Text.Names().ToHashSet());
    }

    [Fact]
    public void Languages_HaveTheSameTexts_AllOfThemUsed()
    {
        string[] folders = ["src/Farebox.Console", "src/Farebox.Server", "src/Farebox.Contracts"];
        var words = folders.SelectMany(folder => Repository.Files(folder, "*.cs").Concat(Repository.Files(folder, "*.razor")))
            .SelectMany(file => Word().Matches(Repository.Read(file))).Select(match => match.Groups[1].Value.Replace('-', '_')).ToHashSet();
        foreach (var language in PageLanguage.All)
        {
            Assert.Equal(PageLanguage.English.Text.Names().Order(), language.Text.Names().Where(name => !IsOption(name) && !IsRefusal(name)).Order());
            Assert.All(language.Text.Names(), name => Assert.False(string.IsNullOrWhiteSpace(language.Text[name])));
        }

        Assert.DoesNotContain(PageLanguage.English.Text.Names(), name => !IsUsed(name, words));
    }

    // In English the API's own words are shown, so that they stand in one place.
    [Fact]
    public void Chinese_HasEveryOption_AndNoOther()
    {
        var options = typeof(FareboxOptions).GetProperties().Select(property => property.GetCustomAttribute<OptionAttribute>()!.Name);
        var texts = PageLanguage.Chinese.Text.Names().Where(IsOption).Select(name => name[Option.Length..]);
        Assert.Equal(options.Order(), texts.Order());
        Assert.DoesNotContain(PageLanguage.English.Text.Names(), IsOption);
    }

    private static bool IsOption(string name) => name.StartsWith(Option, StringComparison.Ordinal);

    // Of Chinese alone too: RefusalTextsTests has them.
    private static bool IsRefusal(string name) => name.StartsWith(RefusalTexts.Group, StringComparison.Ordinal);

    private static bool IsUsed(string name, HashSet<string> words)
    {
        var bare = name.EndsWith("_lead", StringComparison.Ordinal) ? name[..^"_lead".Length] : name;
        return Groups.Any(group => name.StartsWith(group, StringComparison.Ordinal)
            && (words.Contains(name[group.Length..]) || (bare.Length > group.Length && words.Contains(bare[group.Length..]))));
    }

    [GeneratedRegex("(?:Text|Page)\\[\"([a-z_]+)\"\\]")]
    private static partial Regex Named();

    [GeneratedRegex("[\"=]([a-z][a-z_-]*)\"")]
    private static partial Regex Word();
}
