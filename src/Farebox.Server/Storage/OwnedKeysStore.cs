using System.Data.Common;
using Dapper;

namespace Farebox.Server.Storage;

/// <summary>
/// What slices that hang something on an organization, a project or a key have to know of their owners. Empty ids stand for none, as in
/// their tables.
/// </summary>
internal static class OwnedKeysStore
{
    /// <summary>More keys than this are not named one by one when something above them changes.</summary>
    internal const int MaxNamedKeys = 1000;

    /// <summary>Whether there is such a project or key; an organization is taken for granted.</summary>
    public static bool Exists(DbConnection connection, string organizationId, string projectId, string keyId)
    {
        if (projectId.Length == 0 && keyId.Length == 0) return true;
        return keyId.Length == 0
            ? connection.ExecuteScalar<bool>(
                "SELECT EXISTS (SELECT 1 FROM projects WHERE organization_id = @organizationId AND id = @projectId)", new { organizationId, projectId })
            : connection.ExecuteScalar<bool>("""
                SELECT EXISTS (
                    SELECT 1 FROM api_keys WHERE id = @keyId AND organization_id = @organizationId AND project_id = @projectId)
                """, new { organizationId, projectId, keyId });
    }

    /// <summary>The API keys below an owner; null for too many to name.</summary>
    public static List<string>? KeysOf(DbConnection connection, string organizationId, string projectId, string keyId)
    {
        if (keyId.Length > 0) return [keyId];
        var ids = connection.Query<string>("""
            SELECT id FROM api_keys
            WHERE organization_id = @organizationId AND project_id IS NOT NULL AND (@projectId = '' OR project_id = @projectId)
            LIMIT @limit
            """, new { organizationId, projectId, limit = MaxNamedKeys + 1 }).AsList();
        return ids.Count > MaxNamedKeys ? null : ids;
    }
}
