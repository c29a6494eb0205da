using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Ledger;

/// <summary>Composition of this folder.</summary>
internal static class LedgerSlice
{
    /// <summary>Adds its services.</summary>
    public static IServiceCollection AddLedger(this IServiceCollection services) => services
        .AddSingleton<LedgerBook>()
        .AddSingleton<BudgetAccounts>()
        .AddSingleton<LedgerQueryStore>();
}
