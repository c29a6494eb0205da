namespace Farebox.Kernel.Limits;

/// <summary>The limits of an organization that has spent so much.</summary>
/// <param name="FromSpentNano">Nano-USD, from 0.</param>
public sealed record LimitTier(string Name, long FromSpentNano, LimitNumbers Numbers);
