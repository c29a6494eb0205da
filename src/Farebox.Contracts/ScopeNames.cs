namespace Farebox.Contracts;

/// <summary>How scopes are spelled. In one string they are separated by spaces, as in OAuth.</summary>
public static class ScopeNames
{
    public const string ModelRead = "model.read";

    /// <summary>Every surface: the same as all <c>model.request:…</c> scopes together.</summary>
    public const string ModelRequest = "model.request";

    public const string RequestChat = "model.request:chat";
    public const string RequestCompletions = "model.request:completions";
    public const string RequestEmbeddings = "model.request:embeddings";
    public const string RequestImages = "model.request:images";
    public const string RequestAudio = "model.request:audio";
    public const string RequestResponses = "model.request:responses";
    public const string TokensCreate = "tokens.create";
    public const string UsageRead = "usage.read";
    public const string LogsRead = "logs.read";
    public const string BillingRead = "billing.read";
    public const string BillingWrite = "billing.write";
    public const string OrganizationRead = "organization.read";
    public const string OrganizationWrite = "organization.write";
    public const string ProjectsRead = "projects.read";
    public const string ProjectsWrite = "projects.write";
    public const string KeysRead = "keys.read";
    public const string KeysWrite = "keys.write";
    public const string AuditRead = "audit.read";
    public const string SystemRead = "system.read";
    public const string SystemWrite = "system.write";
}
