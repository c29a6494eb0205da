namespace Farebox.Kernel.Ledger;

/// <summary>The accounts on the other side: they stand for the world outside, and nothing limits them.</summary>
public enum ContraAccount
{
    /// <summary>Takes the charges of organizations.</summary>
    Fares,

    /// <summary>Gives the credit that the operator grants.</summary>
    GrantedCredit,

    /// <summary>Gives the credit of redeemed vouchers.</summary>
    VoucherCredit,

    /// <summary>Takes what is spent under budgets in money.</summary>
    UsdBudgets,

    /// <summary>Takes what is spent under budgets in requests.</summary>
    RequestBudgets,

    /// <summary>Gives the credit that was paid for.</summary>
    PaidCredit,
}
