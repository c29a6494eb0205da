using Farebox.Kernel.Routing;

namespace Farebox.Kernel.Tests.Routing;

public sealed class ReserveTests
{
    [Fact]
    public void Build_ReserveOfAModel_IsTheOperatorsWordOrNone()
    {
        var settings = new OperatorCatalog(
            new Dictionary<string, ModelSetting> { ["a"] = new(Enabled: true, ChatOnly: null, ReserveOutputTokens: 77) }, new Dictionary<string, string>());
        var view = CatalogBuilder.Build([new UpstreamOffer("up_1", "one", [new("a", 1), new("b", 1)], false, false)], settings);
        Assert.Equal([77, null], view.Callable.Models.Select(model => model.ReserveOutputTokens));
    }
}
