using Farebox.Kernel.Routing;

namespace Farebox.Server.Upstreams;

/// <summary>An upstream with its models and the connection that calls it. Immutable: a change makes a new one.</summary>
/// <param name="Models">By its own names, in its order.</param>
public sealed record ConnectedUpstream(UpstreamDefinition Definition, IReadOnlyList<OfferedModel> Models, IUpstreamConnection Connection)
{
    public string Id => Definition.Id;
    public string Name => Definition.Name;
    public string Kind => Definition.Kind;

    /// <summary>Whether streamed calls ask it for usage.</summary>
    public bool AsksUsage => Definition.AsksUsage;
    public bool Enabled => Definition.Enabled;

    /// <summary>Whether its models cost nothing unless they have a price of their own.</summary>
    public bool Free => Definition.Free;
    public bool LastResort => Definition.LastResort;

    /// <summary>What it brings to the catalog.</summary>
    public UpstreamOffer ToOffer() => new(Id, Name, Models, Definition.TranslatesCompletions, LastResort);
}
