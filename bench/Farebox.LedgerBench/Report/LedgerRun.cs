using Farebox.LedgerBench.Loads;

namespace Farebox.LedgerBench.Report;

/// <summary>One run: one way on so many accounts in one round.</summary>
public sealed record LedgerRun(int Round, int Accounts, string Way, LoadRun Run);
