using System.Globalization;
using Farebox.Contracts;
using Farebox.Contracts.Budgets;
using Farebox.Contracts.Keys;

namespace Farebox.ConsolePages.Keys;

/// <summary>From the fields of the form to what the API is asked for. What is wrong with them, the API says.</summary>
internal static class KeyWishes
{
    private const int SecondsPerDay = 86_400;

    /// <summary>Days that a key may be asked to live.</summary>
    public static IReadOnlyList<int> Lifetimes { get; } = [7, 30, 90, 365];

    /// <summary>Seconds that the secret before a rotation can be let work on.</summary>
    public static IReadOnlyList<long> Overlaps { get; } = [0, Hour, UsualOverlap, 7 * UsualOverlap];

    /// <summary>In seconds.</summary>
    public const long Hour = 3600;

    /// <summary>A day, as the API has it where nothing else is asked for.</summary>
    public const long UsualOverlap = SecondsPerDay;

    /// <summary>What is asked of a rotation.</summary>
    public static RotateKeyRequest RotationOf(IFormCollection form) => new()
    {
        OverlapSeconds = long.TryParse(form["overlap"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && Overlaps.Contains(seconds)
            ? seconds
            : UsualOverlap,
    };

    /// <summary>Scopes that a restricted key may be given.</summary>
    public static IReadOnlyList<string> Scopes { get; } =
    [
        ScopeNames.ModelRead, ScopeNames.ModelRequest, ScopeNames.RequestChat, ScopeNames.RequestCompletions, ScopeNames.RequestEmbeddings,
        ScopeNames.RequestImages, ScopeNames.RequestAudio, ScopeNames.RequestResponses, ScopeNames.TokensCreate, ScopeNames.UsageRead,
        ScopeNames.LogsRead, ScopeNames.BillingRead,
    ];

    /// <summary>The key.</summary>
    public static CreateKeyRequest KeyOf(IFormCollection form)
    {
        var permissions = form["permissions"].ToString();
        var models = form["models"].ToString().Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new CreateKeyRequest
        {
            Name = form["name"].ToString().Trim(),
            Permissions = permissions,
            Scopes = permissions == Permissions.Restricted ? [.. form["scopes"].OfType<string>()] : null,
            Models = models.Length > 0 ? models : null,
            ExpiresIn = int.TryParse(form["expires"], out var days) && Lifetimes.Contains(days) ? (long)days * SecondsPerDay : null,
        };
    }

    /// <summary>Its budget a month, or null for none.</summary>
    public static CreateBudgetRequest? BudgetOf(IFormCollection form) =>
        form["budget"].ToString().Trim() is { Length: > 0 } amount ? new CreateBudgetRequest { MaxSpendUsd = amount, Period = "month" } : null;
}
