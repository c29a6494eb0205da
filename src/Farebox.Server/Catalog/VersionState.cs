namespace Farebox.Server.Catalog;

/// <summary>How a version of a price or a multiplier stands at a moment.</summary>
internal static class VersionState
{
    public const string InEffect = "in_effect";
    public const string Scheduled = "scheduled";
    public const string Inactive = "inactive";

    /// <summary>The state of a version.</summary>
    /// <param name="isNewest">Whether it is the last that has begun.</param>
    public static string Of(long fromMs, long nowMs, bool isNewest) => fromMs > nowMs ? Scheduled : isNewest ? InEffect : Inactive;
}
