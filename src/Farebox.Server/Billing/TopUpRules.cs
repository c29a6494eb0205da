using Farebox.Kernel.Money;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Billing;

/// <summary>What may be said about a top-up or a voucher.</summary>
internal static class TopUpRules
{
    private const long MaxUsd = 1_000_000;
    private const int MaxNoteLength = 500;
    private const int MaxReferenceLength = 100;

    /// <summary>Reads <c>amount_usd</c>, digit by digit.</summary>
    public static (NanoUsd Amount, ApiError? Error) ReadAmount(string? text, FareboxOptions options)
    {
        const string Name = "amount_usd";
        if (text is null) return (default, ApiErrors.Missing(Name));
        if (!NanoUsd.TryParse(text, out var amount))
        {
            return (default, ApiErrors.Invalid(
                Name, $"'{Name}' must be a decimal of USD with up to 9 places, such as 25 or \"12.50\"."));
        }

        var least = NanoUsd.FromUsd(options.MinTopupUsd);
        if (amount <= NanoUsd.Zero || amount < least || amount > NanoUsd.FromUsd(MaxUsd))
        {
            var range = options.MinTopupUsd == 0 ? "more than 0" : $"at least {least}";
            return (default, ApiErrors.Invalid(Name, $"'{Name}' must be {range} and at most {MaxUsd} USD."));
        }

        return (amount, null);
    }

    /// <summary>What is wrong with a note, or null.</summary>
    public static ApiError? CheckNote(string? note) => note is not null && (note.Length > MaxNoteLength || note.Any(char.IsControl))
        ? ApiErrors.Invalid("note", $"'note' must be one line of at most {MaxNoteLength} characters.")
        : null;

    /// <summary>What is wrong with a reference, or null.</summary>
    public static ApiError? CheckReference(string? reference) =>
        reference is not null && (reference.Length is 0 or > MaxReferenceLength || reference.AsSpan().ContainsAnyExceptInRange('!', '~'))
            ? ApiErrors.Invalid("reference", $"'reference' must be 1 to {MaxReferenceLength} characters of printable ASCII without blanks.")
            : null;
}
