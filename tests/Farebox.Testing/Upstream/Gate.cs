namespace Farebox.Testing.Upstream;

/// <summary>
/// Holds a script until the test says go on, so that no test sleeps. It lets through as many waits as were admitted,
/// before or after they arrive.
/// </summary>
public sealed class Gate
{
    private readonly Lock sync = new();
    private readonly Queue<TaskCompletionSource> held = [];
    private TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int admitted;
    private bool open;

    /// <summary>Lets everything through from now on.</summary>
    public void Open()
    {
        lock (sync)
        {
            open = true;
            while (held.TryDequeue(out var waiter)) waiter.TrySetResult();
        }
    }

    /// <summary>Lets <paramref name="count"/> waits through.</summary>
    public void Admit(int count = 1)
    {
        lock (sync)
        {
            admitted += count;
            while (admitted > 0 && held.TryDequeue(out var waiter))
            {
                if (waiter.TrySetResult()) admitted--;
            }
        }
    }

    /// <summary>Completes when a script stands before the closed gate: all that it had to send so far is sent.</summary>
    public Task WaitUntilHeldAsync(CancellationToken cancellationToken)
    {
        lock (sync)
        {
            return held.Any(waiter => !waiter.Task.IsCompleted)
                ? Task.CompletedTask
                : reached.Task.WaitAsync(Patience.Limit, cancellationToken);
        }
    }

    /// <summary>Passes the gate: at once if open or admitted, else when it is.</summary>
    public async Task PassAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource waiter;
        lock (sync)
        {
            if (open) return;
            if (admitted > 0)
            {
                admitted--;
                return;
            }

            waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            held.Enqueue(waiter);
            reached.TrySetResult();
            reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        await using var registration = cancellationToken.Register(() => waiter.TrySetCanceled(cancellationToken));
        await waiter.Task;
    }
}
