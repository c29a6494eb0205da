namespace Farebox.Testing.Upstream;

/// <summary>How long a test waits for what must come, before it fails instead of hanging.</summary>
public static class Patience
{
    /// <summary>Far above what a busy machine needs.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(30);
}
