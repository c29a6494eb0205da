namespace Farebox.Contracts.Models;

/// <summary>OpenAI's <c>model</c> with what it costs the caller: <c>GET /v1/models?include=prices</c>.</summary>
/// <param name="Prices">Multipliers applied; null for a model without a price, which cannot be called.</param>
public sealed record ModelWithPrices(string Id, string Object, long Created, string OwnedBy, PriceAmounts? Prices);

/// <summary>OpenAI's list of models, each with its prices.</summary>
public sealed record ModelWithPricesList(string Object, IReadOnlyList<ModelWithPrices> Data);
