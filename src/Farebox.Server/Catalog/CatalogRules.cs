using Farebox.Contracts.Models;
using Farebox.Server.Platform;

namespace Farebox.Server.Catalog;

/// <summary>What an operator may say about models and aliases.</summary>
internal static class CatalogRules
{
    private const int MaxNameLength = 200;

    /// <summary>The first thing that is wrong with an alias, or null.</summary>
    public static ApiError? CheckAlias(string name, AliasRequest request)
    {
        if (!IsName(name)) return ApiErrors.Invalid("name", $"An alias must be a name of 1 to {MaxNameLength} characters.");
        if (request.Target is null) return ApiErrors.Missing("target");
        if (request.Target.Length > 0 && !IsName(request.Target))
            return ApiErrors.Invalid("target", $"'target' must be a model's name of at most {MaxNameLength} characters, or empty.");
        return request.Target == name ? ApiErrors.Invalid("target", "'target' must be another name than the alias.") : null;
    }

    private static bool IsName(string name) => !string.IsNullOrWhiteSpace(name) && name.Length <= MaxNameLength && !name.Any(char.IsControl);
}
