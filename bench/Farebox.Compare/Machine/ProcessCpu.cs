namespace Farebox.Compare.Machine;

/// <summary>CPU time of a process and of all that descend from it, as the operating system counts it.</summary>
public static class ProcessCpu
{
    /// <summary>Linux shows times to programs in hundredths of a second on every platform that .NET runs on.</summary>
    private const long MicrosecondsPerTick = 10_000;

    /// <summary>User and system time since the start, in microseconds, in steps of 10 ms per process.</summary>
    public static long Microseconds(int rootId)
    {
        var processes = Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), out var id) ? Read(id) : null)
            .OfType<Sample>()
            .ToLookup(sample => sample.ParentId);
        var root = Read(rootId) ?? throw new InvalidOperationException($"Process {rootId} has ended.");
        return Sum(root, processes) * MicrosecondsPerTick;
    }

    private static long Sum(Sample sample, ILookup<int, Sample> children) =>
        sample.Ticks + children[sample.Id].Sum(child => Sum(child, children));

    private static Sample? Read(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");

            // The second field is the program's name in parentheses and may hold spaces and parentheses itself.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');

            // Its own user and system time, then those of its children that have ended.
            return new Sample(id, int.Parse(fields[1]), fields[11..15].Sum(long.Parse));
        }
        catch (IOException)
        {
            // It ended between the listing and the reading; what ended is no part of the tree.
            return null;
        }
    }

    private sealed record Sample(int Id, int ParentId, long Ticks);
}
