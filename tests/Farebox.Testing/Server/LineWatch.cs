using Farebox.Testing.Upstream;

namespace Farebox.Testing.Server;

/// <summary>What a server under test writes, line by line: all of it so far, and a way to wait for a line to come.</summary>
public sealed class LineWatch
{
    private readonly Lock sync = new();
    private readonly List<string> lines = [];
    private TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Every line so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (sync) return [.. lines];
        }
    }

    /// <summary>The first line that holds a text, once there is one; past lines count.</summary>
    /// <exception cref="TimeoutException">For <see cref="Patience.Limit"/> no line came at all.</exception>
    public async Task<string> WaitForAsync(string text, CancellationToken cancellationToken)
    {
        for (var next = 0; ;)
        {
            Task another;
            lock (sync)
            {
                for (; next < lines.Count; next++)
                {
                    if (lines[next].Contains(text, StringComparison.Ordinal)) return lines[next];
                }

                another = more.Task;
            }

            await another.WaitAsync(Patience.Limit, cancellationToken);
        }
    }

    internal void Add(string line)
    {
        TaskCompletionSource waited;
        lock (sync)
        {
            lines.Add(line);
            waited = more;
            more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        waited.SetResult();
    }
}
