using Farebox.Kernel.Money;

namespace Farebox.Server.Platform;

/// <summary>Reads limits on money and on requests: of budgets and of access tokens alike.</summary>
public static class AmountField
{
    /// <summary>An amount in USD above zero; null when the member is absent.</summary>
    public static (NanoUsd? Amount, ApiError? Error) Usd(string param, string? text)
    {
        if (text is null) return (null, null);
        return NanoUsd.TryParse(text, out var amount) && amount > NanoUsd.Zero
            ? (amount, null)
            : (null, ApiErrors.Invalid(param, $"'{param}' must be an amount in USD above 0 with up to 9 decimals, such as \"0.50\"."));
    }

    /// <summary>A number of requests above zero; null when the member is absent.</summary>
    public static (long? Requests, ApiError? Error) Requests(string param, long? requests) =>
        requests is < 1 ? (null, ApiErrors.Invalid(param, $"'{param}' must be at least 1.")) : (requests, null);
}
