using System.Globalization;
using Farebox.Contracts.Operating;

namespace Farebox.Server.Operating;

/// <summary>Whether time goes forward: budgets, prices and expiry hang on it.</summary>
internal static class ClockCheck
{
    private const long ToleranceMs = 60_000;

    /// <param name="newestMs">When something was last written, by the clock of then.</param>
    public static HealthCheck Of(long nowMs, long? newestMs) => newestMs - nowMs > ToleranceMs
        ? Finding.Warning(
            "clock", "The clock is behind what was written before.", "Set the machine's clock by NTP; a clock that was ahead is right again with time.",
            DateTimeOffset.FromUnixTimeMilliseconds(nowMs).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))
        : Finding.Fine("clock", "The clock is not behind what was written.");
}
