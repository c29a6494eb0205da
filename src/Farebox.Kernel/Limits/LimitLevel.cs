namespace Farebox.Kernel.Limits;

/// <summary>Whose calls a limit counts, outermost first.</summary>
public enum LimitLevel
{
    /// <summary>An organization's, by the tier that it reached.</summary>
    Tier,

    /// <summary>An organization's, by its own will.</summary>
    Organization,
    Project,
    Key,
    Token,
}
