using Farebox.Contracts;
using Farebox.Kernel.Money;
using Farebox.Server.Platform;

namespace Farebox.Server.Relay;

/// <summary>Why a call cannot be paid.</summary>
internal static class FareErrors
{
    /// <summary>400: without a price nothing can be charged, and for nothing it is not given.</summary>
    public static ApiError Unpriced(string model) => ApiErrors.Invalid(
        "model", $"The model '{model}' has no price here, so it cannot be called. The operator sets one: farebox prices set {model} --help.");

    /// <summary>429 that no retry mends. Its beginning is what clients look for.</summary>
    public static ApiError CreditExhausted(NanoUsd quote, NanoUsd available) => new(
        429, "insufficient_quota", ErrorCodes.CreditBalanceExhausted,
        $"You exceeded your current quota: this call may cost up to {quote} USD, and {available} USD of the organization's credit balance is free. "
        + "Add to the credit balance, or ask for less with a lower limit on output tokens.")
    {
        ShouldRetry = false,
    };
}
