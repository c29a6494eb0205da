namespace Farebox.Server.Accounts.Limiting;

/// <summary>
/// Lets an answer take no less than a certain time, so that how long it takes says nothing of what was found out. Longer than the work on any
/// of its ways.
/// </summary>
internal static class EvenTime
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(600);

    /// <summary>Runs it, and waits for what is left of the time.</summary>
    /// <param name="waits">Whether this result has to be waited with; null for all.</param>
    public static async Task<T> RunAsync<T>(Func<Task<T>> work, TimeProvider clock, Func<T, bool>? waits = null)
    {
        var begun = clock.GetTimestamp();
        var result = await work();
        if (waits?.Invoke(result) == false) return result;
        var left = Least - clock.GetElapsedTime(begun);
        if (left > TimeSpan.Zero) await Task.Delay(left, clock);
        return result;
    }
}
