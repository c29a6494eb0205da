using System.Runtime.InteropServices;
using Farebox.Compare;

CompareOptions options;
try
{
    options = CompareOptions.Parse(args);
}
catch (ArgumentException error)
{
    Console.Error.WriteLine($"{error.Message}\n\n{CompareOptions.Usage}");
    return 2;
}

if (options.Help)
{
    Console.WriteLine(CompareOptions.Usage);
    return 0;
}

using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    return await new CompareCommand(options, RepositoryRoot.Find()).RunAsync(stop.Token);
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped; everything that was started has been ended.");
    return 130;
}
catch (Exception error) when (error is InvalidOperationException or IOException or HttpRequestException or FormatException)
{
    Console.Error.WriteLine($"bench/compare failed: {error.Message}");
    return 1;
}
