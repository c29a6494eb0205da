namespace Farebox.Kernel.Ledger;

/// <summary>The parts of a budget whose spending is worth telling somebody.</summary>
public static class BudgetThresholds
{
    /// <summary>Percent of the limit, ascending.</summary>
    public static ReadOnlySpan<int> Percents => [50, 80, 100];

    /// <summary>What has to be spent for a threshold to be reached, rounded up.</summary>
    public static long AmountAt(long limit, int percent) => (long)((((Int128)limit * percent) + 99) / 100);

    /// <summary>The smallest threshold above what is spent; <see cref="long.MaxValue"/> when all are behind.</summary>
    public static long Next(long limit, long spent)
    {
        foreach (var percent in Percents)
        {
            if (AmountAt(limit, percent) is var amount && amount > spent) return amount;
        }

        return long.MaxValue;
    }
}
