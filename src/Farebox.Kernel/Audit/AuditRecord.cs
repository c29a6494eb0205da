namespace Farebox.Kernel.Audit;

/// <summary>One event of the audit log, as it is hashed: who did what to which object, when, and from where.</summary>
public sealed record AuditRecord
{
    /// <summary>1 for the first event of a store, then without a gap.</summary>
    public required long Sequence { get; init; }
    public required string Id { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long At { get; init; }

    /// <summary>Null for what belongs to the installation.</summary>
    public string? OrganizationId { get; init; }
    public string? ProjectId { get; init; }

    /// <summary>What kind of credential acted, or the server itself.</summary>
    public required string ActorKind { get; init; }

    /// <summary>Id of the key; for an access token, of the key that it comes from.</summary>
    public string? ActorId { get; init; }
    public string? ActorTokenId { get; init; }

    /// <summary>The credential as it may be shown.</summary>
    public string? ActorMasked { get; init; }
    public string? Address { get; init; }
    public string? UserAgent { get; init; }
    public string? RequestId { get; init; }

    /// <summary>What was done, such as <c>project.created</c>.</summary>
    public required string Type { get; init; }

    /// <summary>To what it was done.</summary>
    public required string ObjectId { get; init; }

    /// <summary>A JSON object: which values were set, and what they were before.</summary>
    public required string Details { get; init; }
}
