namespace Farebox.Kernel.Pricing;

/// <summary>Whose word a price is.</summary>
public enum PriceOrigin
{
    /// <summary>Nobody's: the model has no price and cannot be called.</summary>
    None,

    /// <summary>The list of public prices.</summary>
    List,

    /// <summary>Every upstream that offers the model is declared free.</summary>
    Free,

    /// <summary>The operator's.</summary>
    Operator,
}
