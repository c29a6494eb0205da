using Farebox.Contracts.Billing;
using Farebox.Kernel.Money;

namespace Farebox.Server.Billing;

/// <summary>A row of <c>top_ups</c>: what people want to know of a transfer that credited an organization.</summary>
internal sealed record TopUpRow
{
    /// <summary>Of the ledger.</summary>
    public required byte[] TransferId { get; init; }
    public required string OrganizationId { get; init; }

    /// <summary>Of <see cref="TopUpSources"/>.</summary>
    public required string Source { get; init; }

    /// <summary>What can credit the organization only once; null for a grant that may be repeated.</summary>
    public string? Reference { get; init; }
    public required long AmountNano { get; init; }
    public string? Note { get; init; }

    /// <summary>Id of the key that did it, or null when no key did.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>As it goes over the wire.</summary>
    public TopUp ToContract() => new()
    {
        Id = TopUpId.FromBytes(TransferId).ToString(), OrganizationId = OrganizationId, Source = Source,
        AmountUsd = new NanoUsd(AmountNano).ToString(), Reference = Reference, Note = Note, CreatedAt = CreatedAt / 1000,
    };
}
