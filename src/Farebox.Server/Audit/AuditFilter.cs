using Farebox.Contracts.Audit;
using Farebox.Server.Platform;

namespace Farebox.Server.Audit;

/// <summary>Which audit events are asked for, newest first. An empty list and what is null do not narrow.</summary>
internal sealed record AuditFilter
{
    private static readonly string[] Parameters =
    [
        "limit", "after", "before", "effective_at[gt]", "effective_at[gte]", "effective_at[lt]", "effective_at[lte]", "project_ids",
        "event_types", "actor_ids", "actor_emails", "resource_ids", "tenant_only",
    ];

    /// <summary>Null for the whole installation.</summary>
    public string? OrganizationId { get; init; }
    public IReadOnlyList<string> OrganizationIds { get; init; } = [];
    public IReadOnlyList<string> ProjectIds { get; init; } = [];
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Of keys and of access tokens.</summary>
    public IReadOnlyList<string> ActorIds { get; init; } = [];
    public IReadOnlyList<string> ObjectIds { get; init; } = [];

    /// <summary>Unix milliseconds, inclusive.</summary>
    public long? FromMs { get; init; }

    /// <summary>Unix milliseconds, exclusive.</summary>
    public long? ToMs { get; init; }

    /// <summary>Id of the event ahead of the page.</summary>
    public string? After { get; init; }

    /// <summary>Id of the event behind the page, unless <see cref="After"/> is given.</summary>
    public string? Before { get; init; }
    public required int Limit { get; init; }

    /// <summary>Whether nothing can match: nobody here has an e-mail address, and there are no tenants above organizations.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>Reads OpenAI's parameters.</summary>
    /// <param name="organizationId">The only organization that may be looked at; null for an operator who looks at all.</param>
    public static (AuditFilter Filter, ApiError? Error) Read(HttpRequest request, string? organizationId)
    {
        var (page, wrongPage) = Paging.Read(request);
        var query = new QueryText(request.Query);
        query.AllowOnly(organizationId is null ? [.. Parameters, "organization_ids"] : Parameters);
        var types = query.List("event_types");
        foreach (var type in types.Except(AuditEventTypes.All))
            query.Fail("event_types", $"'{type}' is not a type of event. There are: {string.Join(", ", AuditEventTypes.All)}.");
        if (query.Text("tenant_only") is not (null or "true" or "false")) query.Fail("tenant_only", "'tenant_only' must be true or false.");

        // Whole seconds: after one is from the next one on.
        var (after, from) = (query.Seconds("effective_at[gt]") + 1, query.Seconds("effective_at[gte]"));
        var (to, before) = (query.Seconds("effective_at[lte]") + 1, query.Seconds("effective_at[lt]"));
        var filter = new AuditFilter
        {
            OrganizationId = organizationId,
            OrganizationIds = organizationId is null ? query.List("organization_ids") : [],
            ProjectIds = query.List("project_ids"),
            Types = types,
            ActorIds = query.List("actor_ids"),
            ObjectIds = query.List("resource_ids"),
            FromMs = Later(after, from) * 1000,
            ToMs = Earlier(to, before) * 1000,
            After = query.Text("after"),
            Before = query.Text("before"),
            Limit = page.Limit,
            IsEmpty = query.List("actor_emails").Count > 0 || query.Text("tenant_only") == "true",
        };
        return (filter, wrongPage ?? query.Error);
    }

    private static long? Later(long? one, long? other) => one is null || other > one ? other : one;

    private static long? Earlier(long? one, long? other) => one is null || other < one ? other : one;
}
