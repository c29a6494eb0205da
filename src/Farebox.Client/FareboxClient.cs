using Farebox.Client.Audit;
using Farebox.Client.Billing;
using Farebox.Client.Budgets;
using Farebox.Client.CallLog;
using Farebox.Client.Chat;
using Farebox.Client.Keys;
using Farebox.Client.Limits;
using Farebox.Client.Models;
using Farebox.Client.Operating;
using Farebox.Client.Organizations;
using Farebox.Client.Tokens;
using Farebox.Client.Upstreams;
using Farebox.Client.Usage;
using Farebox.Client.Users;

namespace Farebox.Client;

/// <summary>
/// Farebox's API, typed. Methods throw <see cref="FareboxApiException"/> when the answer is an error and
/// <see cref="FareboxUnreachableException"/> when none comes.
/// </summary>
public sealed class FareboxClient : IDisposable
{
    private readonly ApiTransport _transport;
    private HttpClient? _owned;

    /// <param name="http">The caller's, and the caller's to dispose of; its headers are left alone.</param>
    /// <param name="baseUrl">With or without <c>/v1</c>.</param>
    /// <param name="credential">API key, admin key or access token.</param>
    /// <param name="organization">Id of the organization an operator's key acts on.</param>
    /// <exception cref="ArgumentException">The base URL is none.</exception>
    public FareboxClient(HttpClient http, string baseUrl, string credential, string? organization = null)
        : this(http, baseUrl, _ => ValueTask.FromResult(credential), organization)
    {
    }

    /// <summary>With a credential that changes, such as <see cref="AccessTokenProvider.GetAsync"/>.</summary>
    public FareboxClient(
        HttpClient http, string baseUrl, Func<CancellationToken, ValueTask<string>> credential, string? organization = null)
    {
        _transport = new ApiTransport(http, baseUrl, credential, organization);
        Organizations = new OrganizationsClient(_transport);
        Projects = new ProjectsClient(_transport);
        Invites = new InvitesClient(_transport);
        Members = new MembersClient(_transport);
        Users = new UsersClient(_transport);
        AdminKeys = new KeysClient(_transport, "/organization/admin_api_keys");
        OperatorKeys = new KeysClient(_transport, "/system/admin_api_keys");
        Key = new KeyClient(_transport);
        Tokens = new TokensClient(_transport);
        Models = new ModelsClient(_transport);
        Catalog = new CatalogClient(_transport);
        Aliases = new AliasesClient(_transport);
        Prices = new PricesClient(_transport);
        Upstreams = new UpstreamsClient(_transport);
        OrganizationBudgets = new BudgetsClient(_transport, "/organization/budgets");
        SpendEvents = new SpendEventsClient(_transport);
        OrganizationLimits = new LimitsClient(_transport, "/organization/rate_limits");
        Tiers = new TiersClient(_transport);
        OrganizationCallLog = new CallLogClient(_transport, "/organization/call_log");
        Logs = new LogsClient(_transport);
        Usage = new UsageClient(_transport);
        Billing = new BillingClient(_transport);
        Vouchers = new VouchersClient(_transport);
        Audit = new AuditClient(_transport);
        Installation = new InstallationClient(_transport);
        Chat = new ChatClient(_transport);
    }

    /// <summary>
    /// With connections of its own, closed by <see cref="Dispose"/>. Redirects are not followed, so that the credential
    /// stays with the address it was meant for, and loopback is never asked for through a proxy.
    /// </summary>
    /// <param name="timeout">Until an answer is whole, or a stream has begun.</param>
    /// <exception cref="ArgumentException">The base URL is none.</exception>
    public static FareboxClient Connect(string baseUrl, string credential, TimeSpan timeout, string? organization = null)
    {
        var http = Connections.Create(Client.BaseUrl.Normalize(baseUrl), timeout);
        return new FareboxClient(http, baseUrl, credential, organization) { _owned = http };
    }

    /// <summary>Normalized, with its version.</summary>
    public string BaseUrl => _transport.BaseUrl;

    public OrganizationsClient Organizations { get; }
    public ProjectsClient Projects { get; }
    public InvitesClient Invites { get; }

    /// <summary>Who belongs to the organization, and as what.</summary>
    public MembersClient Members { get; }

    /// <summary>Everybody who signs in to the console, for operators.</summary>
    public UsersClient Users { get; }

    /// <summary>The organization's admin keys.</summary>
    public KeysClient AdminKeys { get; }

    /// <summary>Admin keys of the installation's operators.</summary>
    public KeysClient OperatorKeys { get; }

    /// <summary>What the credential is.</summary>
    public KeyClient Key { get; }
    public TokensClient Tokens { get; }
    public ModelsClient Models { get; }

    /// <summary>The operator's view of the models.</summary>
    public CatalogClient Catalog { get; }
    public AliasesClient Aliases { get; }
    public PricesClient Prices { get; }
    public UpstreamsClient Upstreams { get; }

    /// <summary>Budgets on all that the organization spends.</summary>
    public BudgetsClient OrganizationBudgets { get; }
    public SpendEventsClient SpendEvents { get; }

    /// <summary>Limits on all calls of the organization.</summary>
    public LimitsClient OrganizationLimits { get; }
    public TiersClient Tiers { get; }

    /// <summary>What is kept of the organization's calls.</summary>
    public CallLogClient OrganizationCallLog { get; }
    public LogsClient Logs { get; }
    public UsageClient Usage { get; }
    public BillingClient Billing { get; }
    public VouchersClient Vouchers { get; }
    public AuditClient Audit { get; }

    /// <summary>The installation itself, for operators.</summary>
    public InstallationClient Installation { get; }
    public ChatClient Chat { get; }

    /// <summary>Whether a server answers <c>/healthz</c> at the root of the base URL as Farebox does; no credential is sent.</summary>
    /// <exception cref="FareboxUnreachableException">No answer came.</exception>
    public Task<bool> IsAliveAsync(CancellationToken cancel = default) => _transport.IsAliveAsync(cancel);

    /// <summary>API keys of one project.</summary>
    public KeysClient ProjectKeys(string projectId) =>
        new(_transport, $"/organization/projects/{PathSegment.Of(projectId)}/api_keys");

    /// <summary>Budgets of one project.</summary>
    public BudgetsClient ProjectBudgets(string projectId) =>
        new(_transport, $"/organization/projects/{PathSegment.Of(projectId)}/budgets");

    /// <summary>Budgets of one API key.</summary>
    public BudgetsClient KeyBudgets(string projectId, string keyId) =>
        new(_transport, $"/organization/projects/{PathSegment.Of(projectId)}/api_keys/{PathSegment.Of(keyId)}/budgets");

    /// <summary>Limits of one project.</summary>
    public LimitsClient ProjectLimits(string projectId) =>
        new(_transport, $"/organization/projects/{PathSegment.Of(projectId)}/rate_limits");

    /// <summary>Limits of one API key.</summary>
    public LimitsClient KeyLimits(string projectId, string keyId) =>
        new(_transport, $"/organization/projects/{PathSegment.Of(projectId)}/api_keys/{PathSegment.Of(keyId)}/rate_limits");

    /// <summary>What is kept of one project's calls.</summary>
    public CallLogClient ProjectCallLog(string projectId) => new(_transport, $"/organization/projects/{PathSegment.Of(projectId)}/call_log");

    /// <summary>Closes the connections that <see cref="Connect"/> made; an <see cref="HttpClient"/> of the caller's stays open.</summary>
    public void Dispose() => _owned?.Dispose();
}
