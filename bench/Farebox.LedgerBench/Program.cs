using Farebox.Compare;
using Farebox.LedgerBench;

LedgerBenchOptions options;
try
{
    options = LedgerBenchOptions.Parse(args);
}
catch (ArgumentException error)
{
    Console.Error.WriteLine($"{error.Message}\n\n{LedgerBenchOptions.Usage}");
    return 2;
}

if (options.Help)
{
    Console.WriteLine(LedgerBenchOptions.Usage);
    return 0;
}

try
{
    return await new LedgerBenchCommand(options, RepositoryRoot.Find()).RunAsync();
}
catch (Exception error) when (error is InvalidOperationException or IOException)
{
    Console.Error.WriteLine($"bench/ledger failed: {error.Message}");
    return 1;
}
