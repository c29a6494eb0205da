using System.Reflection;
using Farebox.Server.Tests.House;

namespace Farebox.Server.Tests.Relay.Endings;

/// <summary>Keeps the table in docs/use/fares.md and its tests together.</summary>
public sealed class EndingTableTests
{
    [Fact]
    public void Table_HasATestForEachRow_AndNoTestIsOfARowThatIsNotThere()
    {
        var rows = Repository.Table("docs/use/fares.md", "endings").Select(cells => string.Join(" | ", cells)).ToList();
        var tested = typeof(EndingTableTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => method.IsDefined(typeof(FactAttribute)))
            .SelectMany(method => method.GetCustomAttributes<EndingAttribute>()).Select(ending => ending.Row).ToHashSet();

        Assert.True(rows.Count > 10, "The table is not read.");
        Assert.Empty(rows.Except(tested));
        Assert.Empty(tested.Except(rows));
    }
}
