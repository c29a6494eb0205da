namespace Farebox.Kernel.Ledger;

/// <summary>What an account counts. The numbers stand in the store.</summary>
public enum LedgerUnit
{
    NanoUsd = 0,
    Requests = 1,
}
