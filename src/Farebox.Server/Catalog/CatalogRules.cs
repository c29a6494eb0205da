using Farebox.Contracts.Models;
using Farebox.Server.Platform;

namespace Farebox.Server.Catalog;

/// <summary>What an operator may say about models and aliases.</summary>
internal static class CatalogRules
{
    private const int MaxNameLength = 200;
    private const int MaxReserve = 10_000_000;

    /// <summary>The first thing that is wrong with a change of a model, or null.</summary>
    public static ApiError? CheckModel(UpdateModelRequest request) => request.ReserveOutputTokens is < 0 or > MaxReserve
        ? ApiErrors.Invalid("reserve_output_tokens", $"'reserve_output_tokens' must be from 1 to {MaxReserve}, or 0 for the installation's option.")
        : null;

    /// <summary>The first thing that is wrong with an alias, or null.</summary>
    public static ApiError? CheckAlias(string name, AliasRequest request)
    {
        if (!IsName(name)) return ApiErrors.Invalid("name", $"An alias must be a name of 1 to {MaxNameLength} characters.");
        if (request.Target is null) return ApiErrors.Missing("target");
        if (request.Target.Length > 0 && !IsName(request.Target))
            return ApiErrors.Invalid("target", $"'target' must be a model's name of at most {MaxNameLength} characters, or empty.");
        return request.Target == name ? ApiErrors.Invalid("target", "'target' must be another name than the alias.") : null;
    }

    /// <summary>Whether a model may be called so.</summary>
    public static bool IsName(string name) => !string.IsNullOrWhiteSpace(name) && name.Length <= MaxNameLength && !name.Any(char.IsControl);
}
