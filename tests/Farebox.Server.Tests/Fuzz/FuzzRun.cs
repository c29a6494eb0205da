using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Farebox.Server.Tests.House;
using Farebox.Testing;

namespace Farebox.Server.Tests.Fuzz;

/// <summary>
/// Throws mutated inputs at one piece of code: no exception but those it says, no hang, no memory out of proportion. Begins with what
/// <c>tests/corpus/NAME</c> holds; an input that breaks something is added there, so that it is tried first from then on. Bounded unless
/// <c>FAREBOX_FUZZ_SECONDS</c> says how long (<c>./test --fuzz SECONDS</c>).
/// </summary>
internal sealed class FuzzRun(string name, IReadOnlyList<string> words)
{
    private const int UsualInputs = 4_000;

    // What an input may cost at most: parsers copy, but none may grow faster than its input.
    private const long MaxBytesAllocated = 8 << 20;
    private const long MaxBytesPerByte = 1_000;
    private static readonly TimeSpan HangsAfter = TimeSpan.FromSeconds(30);

    private volatile byte[] _current = [];
    private long _done;

    private string Folder => Path.Combine(Repository.Root, "tests", "corpus", name);

    /// <summary>Runs; <paramref name="check"/> throws when an input shows a fault.</summary>
    public async Task RunAsync(Action<byte[]> check)
    {
        var seed = PropertySeed.Take();
        var corpus = Directory.GetFiles(Folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToList();
        Assert.NotEmpty(corpus);
        var mutator = new Mutator(corpus, [.. words.Select(Encoding.UTF8.GetBytes)], new Random(seed));

        // A thread of its own, so that one that hangs can be left behind and named.
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Work(corpus, mutator, check, ended)) { IsBackground = true }.Start();
        for (var before = -1L; !ended.Task.IsCompleted; before = Interlocked.Read(ref _done))
        {
            if (await Task.WhenAny(ended.Task, Task.Delay(HangsAfter, TestContext.Current.CancellationToken)) != ended.Task)
                Assert.True(before != Interlocked.Read(ref _done), $"Hangs on {Kept(_current)}");
        }

        await ended.Task;
        TestContext.Current.TestOutputHelper?.WriteLine($"{_done} inputs");
    }

    private void Work(List<byte[]> corpus, Mutator mutator, Action<byte[]> check, TaskCompletionSource ended)
    {
        try
        {
            var until = Environment.GetEnvironmentVariable("FAREBOX_FUZZ_SECONDS") is { Length: > 0 } seconds
                ? TimeProvider.System.GetTimestamp() + (long.Parse(seconds, CultureInfo.InvariantCulture) * TimeProvider.System.TimestampFrequency)
                : (long?)null;
            foreach (var input in corpus) Try(input, check);
            while (until is { } end ? TimeProvider.System.GetTimestamp() < end : _done < UsualInputs) Try(mutator.Next(), check);
            ended.SetResult();
        }
        catch (Exception e)
        {
            ended.SetException(e);
        }
    }

    private void Try(byte[] input, Action<byte[]> check)
    {
        _current = input;
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            check(input);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < MaxBytesAllocated + (MaxBytesPerByte * input.Length), $"{allocated} bytes for {input.Length}.");
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Fails on {Kept(input)}", e);
        }

        Interlocked.Increment(ref _done);
    }

    private string Kept(byte[] input)
    {
        var path = Path.Combine(Folder, "found-" + Convert.ToHexStringLower(SHA256.HashData(input))[..12]);
        File.WriteAllBytes(path, input);
        return path;
    }
}
