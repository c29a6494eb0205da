namespace Farebox.Kernel.Ledger;

/// <summary>When periods of UTC begin and end, in Unix milliseconds.</summary>
public static class BudgetPeriods
{
    private const long DayMs = 86_400_000;

    private static readonly int EpochDay = new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>The day of UTC that a moment is in.</summary>
    public static DateOnly DayOf(long unixMs) => DateOnly.FromDayNumber(EpochDay + (int)Math.DivRem(unixMs, DayMs).Quotient);

    /// <summary>When the period that holds a moment began; null for <see cref="BudgetPeriod.Life"/>.</summary>
    public static long? StartMs(BudgetPeriod period, long unixMs) => period switch
    {
        BudgetPeriod.Life => null,
        BudgetPeriod.Month => MidnightMs(FirstOfMonth(DayOf(unixMs))),
        BudgetPeriod.Day => MidnightMs(DayOf(unixMs)),
        _ => throw new ArgumentOutOfRangeException(nameof(period), period, null),
    };

    /// <summary>When the period that holds a moment is over; null for <see cref="BudgetPeriod.Life"/>.</summary>
    public static long? EndMs(BudgetPeriod period, long unixMs) => period switch
    {
        BudgetPeriod.Life => null,
        BudgetPeriod.Month => MidnightMs(FirstOfMonth(DayOf(unixMs)).AddMonths(1)),
        BudgetPeriod.Day => MidnightMs(DayOf(unixMs).AddDays(1)),
        _ => throw new ArgumentOutOfRangeException(nameof(period), period, null),
    };

    private static DateOnly FirstOfMonth(DateOnly day) => new(day.Year, day.Month, 1);

    private static long MidnightMs(DateOnly day) => (day.DayNumber - EpochDay) * DayMs;
}
