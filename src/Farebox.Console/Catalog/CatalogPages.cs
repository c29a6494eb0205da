using Farebox.Client;
using Farebox.Contracts;

namespace Farebox.ConsolePages.Catalog;

/// <summary>Models, their prices and second names, for operators. Names may hold slashes, so they stand in the query.</summary>
internal static class CatalogPages
{
    public static void Map(PageRoutes pages)
    {
        pages.OperatorPage<ModelsPage>("models");
        pages.OperatorPage<ModelPage>("models/one");
        pages.OperatorPage<AliasesPage>("aliases");
        pages.OperatorPage<RemoveAliasPage>("aliases/remove");
        pages.OperatorForm("models/one", ModelForms.SaveAsync);
        pages.OperatorForm("models/price", ModelForms.PriceAsync, "models/one");
        pages.OperatorForm("models/multiplier", ModelForms.MultiplyAsync, "models/one");
        pages.OperatorForm("aliases", AliasForms.SetAsync);
        pages.OperatorForm("aliases/remove", AliasForms.RemoveAsync);
    }

    /// <summary>Whether the API can be asked for it: no model and no alias is called like a step in a path.</summary>
    public static bool IsName(string name) => name.Split('/').All(part => part is not ("" or "." or ".."));

    /// <summary>The name that the address has.</summary>
    /// <exception cref="FareboxApiException">It cannot be one: there is no such page.</exception>
    public static string Named(PageContext page) => page.Named("name") is var name && IsName(name)
        ? name
        : throw new FareboxApiException(StatusCodes.Status404NotFound, new ErrorDetail($"There is no '{name}'.", "", ErrorCodes.NotFound, null), null);

    /// <summary>The page of one model.</summary>
    public static string ModelAt(string name) => PageContext.ForOperators("models/one?name=" + Uri.EscapeDataString(name));
}
