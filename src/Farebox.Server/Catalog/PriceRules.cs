using Farebox.Contracts.Models;
using Farebox.Kernel.Pricing;
using Farebox.Kernel.Routing;
using Farebox.Server.Platform;

namespace Farebox.Server.Catalog;

/// <summary>What an operator may say about prices.</summary>
internal static class PriceRules
{
    private const int MaxNoteLength = 500;
    private const long MaxMultiplier = 100 * Multipliers.One;

    /// <summary>The first thing that is wrong with a model's name, or null. Any model may have a price, connected or not.</summary>
    public static ApiError? CheckModel(string? model, ModelCatalog catalog)
    {
        if (model is null) return ApiErrors.Missing("model");
        if (!CatalogRules.IsName(model)) return ApiErrors.Invalid("model", "'model' must be the name of a model.");
        return catalog.Aliases.TryGetValue(model, out var entry)
            ? ApiErrors.Invalid("model", $"'{model}' is an alias, and costs what the model behind it costs: '{entry.Name}'.")
            : null;
    }

    /// <summary>From when on a version holds, Unix milliseconds; or the error. The past is not changed.</summary>
    /// <param name="effectiveFrom">Unix seconds; null for now.</param>
    public static (long FromMs, ApiError? Error) Begin(long? effectiveFrom, long nowMs)
    {
        const long Furthest = 253_402_300_800; // The year 10000: no date has a name from there on.
        if (effectiveFrom is not { } seconds) return (nowMs, null);
        if (seconds < nowMs / 1000) return (0, ApiErrors.Invalid("effective_from", "'effective_from' must not be in the past: prices rewrite no history."));
        return seconds >= Furthest
            ? (0, ApiErrors.Invalid("effective_from", "'effective_from' must be a time in Unix seconds."))
            : (Math.Max(seconds * 1000, nowMs), null);
    }

    /// <summary>The amounts of a new version (null: the end of the operator's price), or the error.</summary>
    public static (Price? Price, ApiError? Error) ReadPrice(PriceRequest request, string version)
    {
        if (request.Note is { } note && (note.Length > MaxNoteLength || note.Any(char.IsControl)))
            return (null, ApiErrors.Invalid("note", $"'note' must be one line of at most {MaxNoteLength} characters."));
        if (request.EndsOwnPrice == true)
        {
            return PriceText.Members(request).FirstOrDefault(member => member.Text is not null) is { Member: { } given }
                ? (null, ApiErrors.Invalid(given, $"'{given}' cannot be given with 'ends_own_price'."))
                : (null, null);
        }

        var (price, wrong, problem) = PriceText.Read(request, version);
        return price is null ? (null, ApiErrors.Invalid(wrong, $"'{wrong}' {problem}")) : (price, null);
    }

    /// <summary>Reads a multiplier.</summary>
    public static (long PartsPerMillion, ApiError? Error) ReadMultiplier(string? text)
    {
        if (text is null) return (0, ApiErrors.Missing("multiplier"));
        return MultiplierText.TryParse(text, out var parts) && parts <= MaxMultiplier
            ? (parts, null)
            : (0, ApiErrors.Invalid("multiplier", "'multiplier' must be a decimal from 0 to 100 with up to 6 places, as text, such as \"1.2\"."));
    }
}
