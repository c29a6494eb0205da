using System.Reflection;
using System.Text.RegularExpressions;
using Farebox.Server.Tests.House;

namespace Farebox.Server.Tests.Relay.Errors;

/// <summary>Keeps the error table in docs/use/README.md, its Chinese sibling and the tests together.</summary>
public sealed partial class ErrorTableTests
{
    [Theory]
    [InlineData("docs/use/README.md")]
    [InlineData("docs/use/README.zh-CN.md")]
    public void Table_HasATestForEachCode_AndNoTestIsOfARowThatIsNotThere(string path)
    {
        var rows = Repository.Table(path, "errors").Select(cells => Row(cells[0], cells[1])).ToHashSet();
        var tested = typeof(ErrorTableTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => method.IsDefined(typeof(FactAttribute)))
            .SelectMany(method => method.GetCustomAttributes<ErrorRowAttribute>()).Select(error => error.Row).ToHashSet();

        Assert.True(rows.Count > 15, "The table is not read.");
        Assert.Empty(rows.Except(tested));
        Assert.Empty(tested.Except(rows));
    }

    // Languages differ in how they separate, not in codes. The one cell with neither a code nor null is about the provider's own codes.
    private static string Row(string status, string code)
    {
        var codes = string.Join(", ", Code().Matches(code).Select(match => match.Groups[1].Value));
        return status.Replace("、", ", ", StringComparison.Ordinal) + " " + (codes.Length > 0 ? codes : code == "null" ? code : "the provider's");
    }

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex Code();
}
