using Dapper;

namespace Farebox.Server.UsageLog;

/// <summary>A filter of usage records as SQL.</summary>
internal static class RequestLogWhere
{
    /// <summary>The condition on <c>usage_records r</c>, and its values.</summary>
    public static (string Sql, DynamicParameters Values) Of(RequestLogFilter filter)
    {
        var values = new DynamicParameters();
        var conditions = new List<string>();
        Add("r.organization_id = @organization", "organization", filter.OrganizationId);
        Add("r.project_id = @confined", "confined", filter.ConfinedToProjectId);
        Add("r.project_id = @project", "project", filter.ProjectId);
        Add("r.key_id = @key", "key", filter.KeyId);
        Add("r.token_id = @token", "token", filter.TokenId);
        Add("(r.model = @model OR r.requested_model = @model)", "model", filter.Model);
        Add("r.outcome = @outcome", "outcome", (int?)filter.Outcome);
        Add("r.status = @status", "status", filter.Status);
        Add("r.surface = @surface", "surface", (int?)filter.Surface);
        Add("r.request_id = @id", "id", filter.Id?.ToBytes());
        Add("r.request_id IN @ids", "ids", filter.Ids);
        Add("r.started_at >= @from", "from", filter.FromMs);
        Add("r.started_at < @to", "to", filter.ToMs);
        Add($"r.request_id {(filter.Ascending ? '>' : '<')} @after", "after", filter.After?.ToBytes());
        Add($"r.request_id {(filter.Ascending ? '<' : '>')} @before", "before", filter.Before?.ToBytes());
        return (string.Join(" AND ", conditions), values);

        void Add<T>(string condition, string name, T? value)
        {
            if (value is null) return;
            conditions.Add(condition);
            values.Add(name, value);
        }
    }
}
