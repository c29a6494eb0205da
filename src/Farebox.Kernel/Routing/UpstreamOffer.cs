namespace Farebox.Kernel.Routing;

/// <summary>What one upstream brings to the catalog.</summary>
/// <param name="Models">By the upstream's own names, in its order.</param>
/// <param name="TranslatesCompletions">Whether its chat models refuse legacy completions, so that those must be translated.</param>
/// <param name="LastResort">Whether its models stand in for a default alias only when nothing else does.</param>
public sealed record UpstreamOffer(
    string UpstreamId, string UpstreamName, IReadOnlyList<OfferedModel> Models, bool TranslatesCompletions, bool LastResort);

/// <summary>A model at an upstream.</summary>
/// <param name="CreatedAt">Unix seconds at which Farebox first saw it.</param>
public readonly record struct OfferedModel(string Name, long CreatedAt);
