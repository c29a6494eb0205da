namespace Farebox.Server.Upstreams.Eliza;

/// <summary>How a stream is spoken.</summary>
/// <param name="Breaths">Offsets in ascending order before which the speaker draws breath.</param>
/// <param name="Breath">How long each takes; zero for none.</param>
/// <param name="Clock">Measures it.</param>
internal sealed record Pace(IReadOnlyList<int> Breaths, TimeSpan Breath, TimeProvider Clock);
