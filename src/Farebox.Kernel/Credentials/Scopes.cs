namespace Farebox.Kernel.Credentials;

/// <summary>What a credential may do, as a set. How scopes are spelled is the edge's business.</summary>
[Flags]
public enum Scopes : long
{
    None = 0,
    ModelRead = 1 << 0,
    RequestChat = 1 << 1,
    RequestCompletions = 1 << 2,
    RequestEmbeddings = 1 << 3,
    RequestImages = 1 << 4,
    RequestAudio = 1 << 5,
    RequestResponses = 1 << 6,
    TokensCreate = 1 << 7,
    UsageRead = 1 << 8,
    LogsRead = 1 << 9,
    BillingRead = 1 << 10,
    BillingWrite = 1 << 11,
    OrganizationRead = 1 << 12,
    OrganizationWrite = 1 << 13,
    ProjectsRead = 1 << 14,
    ProjectsWrite = 1 << 15,
    KeysRead = 1 << 16,
    KeysWrite = 1 << 17,
    SystemRead = 1 << 18,
    SystemWrite = 1 << 19,
    AuditRead = 1 << 20,

    /// <summary>Every surface of model calls.</summary>
    ModelRequest = RequestChat | RequestCompletions | RequestEmbeddings | RequestImages | RequestAudio | RequestResponses,

    /// <summary>All that an API key can ever have: calling, and looking at its own project.</summary>
    AnyApiKey = ModelRead | ModelRequest | TokensCreate | UsageRead | LogsRead | BillingRead,

    /// <summary>All that an organization's admin key can ever have: managing, never calling a model.</summary>
    AnyAdminKey = UsageRead | LogsRead | BillingRead | BillingWrite | OrganizationRead | OrganizationWrite
        | ProjectsRead | ProjectsWrite | KeysRead | KeysWrite | AuditRead,

    /// <summary>All that an operator's admin key can ever have.</summary>
    AnyOperatorKey = AnyAdminKey | SystemRead | SystemWrite,

    /// <summary>Every scope that only looks.</summary>
    ReadOnly = ModelRead | UsageRead | LogsRead | BillingRead | OrganizationRead | ProjectsRead | KeysRead | SystemRead
        | AuditRead,
}
