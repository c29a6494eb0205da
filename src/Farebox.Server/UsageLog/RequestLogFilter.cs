using Farebox.Kernel.Metering;
using Farebox.Kernel.Routing;
using Farebox.Server.Platform;

namespace Farebox.Server.UsageLog;

/// <summary>Which usage records are asked for, and in which order. What is null does not narrow.</summary>
internal sealed record RequestLogFilter
{
    public required string OrganizationId { get; init; }

    /// <summary>The project that the caller is confined to; goes together with <see cref="ProjectId"/>, never instead.</summary>
    public string? ConfinedToProjectId { get; init; }
    public string? ProjectId { get; init; }
    public string? KeyId { get; init; }
    public string? TokenId { get; init; }

    /// <summary>The name that the client asked for, or the model that it stood for.</summary>
    public string? Model { get; init; }
    public Outcome? Outcome { get; init; }
    public int? Status { get; init; }
    public Surface? Surface { get; init; }
    public RequestId? Id { get; init; }

    /// <summary>Only these, as the store keeps them.</summary>
    public IReadOnlyList<byte[]>? Ids { get; init; }

    /// <summary>Unix milliseconds, inclusive.</summary>
    public long? FromMs { get; init; }

    /// <summary>Unix milliseconds, exclusive.</summary>
    public long? ToMs { get; init; }

    /// <summary>Rows behind this one, in the order asked for.</summary>
    public RequestId? After { get; init; }

    /// <summary>Rows ahead of this one, in the order asked for.</summary>
    public RequestId? Before { get; init; }

    /// <summary>Oldest first rather than newest first.</summary>
    public bool Ascending { get; init; }
    public required int Limit { get; init; }

    /// <summary>Whether a record of the filter's organization is among those asked for, wherever it stands in their order.</summary>
    public bool Matches(RequestLogRow row) =>
        (ConfinedToProjectId is null || row.ProjectId == ConfinedToProjectId)
        && (ProjectId is null || row.ProjectId == ProjectId)
        && (KeyId is null || row.KeyId == KeyId)
        && (TokenId is null || row.TokenId == TokenId)
        && (Model is null || row.Model == Model || row.RequestedModel == Model)
        && (Outcome is null || row.Outcome == (int)Outcome)
        && (Status is null || row.Status == Status)
        && (Surface is null || row.Surface == (int)Surface)
        && (Id is null || RequestId.FromBytes(row.RequestId) == Id)
        && (FromMs is null || row.StartedAt >= FromMs)
        && (ToMs is null || row.StartedAt < ToMs);
}
