using System.Collections.Frozen;

namespace Farebox.Kernel.Routing;

/// <summary>What the operator said about models; it goes before what names and upstreams suggest.</summary>
/// <param name="Models">By model name.</param>
/// <param name="Aliases">Alias to target; an empty target switches a default alias off.</param>
public sealed record OperatorCatalog(IReadOnlyDictionary<string, ModelSetting> Models, IReadOnlyDictionary<string, string> Aliases)
{
    /// <summary>Nothing was said.</summary>
    public static OperatorCatalog Empty { get; } =
        new(FrozenDictionary<string, ModelSetting>.Empty, FrozenDictionary<string, string>.Empty);
}

/// <summary>What the operator said about one model.</summary>
/// <param name="ChatOnly">Null leaves it to the upstream and the model's name.</param>
/// <param name="ReserveOutputTokens">Null leaves it to the installation's option.</param>
public sealed record ModelSetting(bool Enabled, bool? ChatOnly, int? ReserveOutputTokens = null);
