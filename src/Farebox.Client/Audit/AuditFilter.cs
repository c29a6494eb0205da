namespace Farebox.Client.Audit;

/// <summary>Which audit events; what is null does not filter.</summary>
public sealed record AuditFilter
{
    /// <summary>Rows, 1 to 100; the server's 20 when null.</summary>
    public int? Limit { get; init; }

    /// <summary>Id of the last row of the page before.</summary>
    public string? After { get; init; }

    /// <summary>Id of the first row of the page behind.</summary>
    public string? Before { get; init; }

    /// <summary>Unix seconds, inclusive.</summary>
    public long? StartTime { get; init; }

    /// <summary>Unix seconds, exclusive.</summary>
    public long? EndTime { get; init; }

    /// <summary>Of <see cref="Contracts.Audit.AuditEventTypes"/>.</summary>
    public IReadOnlyList<string>? EventTypes { get; init; }
    public IReadOnlyList<string>? ProjectIds { get; init; }

    /// <summary>Ids of keys and access tokens that acted.</summary>
    public IReadOnlyList<string>? ActorIds { get; init; }

    /// <summary>Ids of what they acted on.</summary>
    public IReadOnlyList<string>? ResourceIds { get; init; }

    /// <summary>For operators who list the whole installation.</summary>
    public IReadOnlyList<string>? OrganizationIds { get; init; }

    internal Query ToQuery() => new Query()
        .Add("limit", Limit).Add("after", After).Add("before", Before)
        .Add("effective_at[gte]", StartTime).Add("effective_at[lt]", EndTime)
        .AddEach("event_types", EventTypes).AddEach("project_ids", ProjectIds).AddEach("actor_ids", ActorIds)
        .AddEach("resource_ids", ResourceIds).AddEach("organization_ids", OrganizationIds);
}
