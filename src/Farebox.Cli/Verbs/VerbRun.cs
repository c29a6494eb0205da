using System.CommandLine;
using Farebox.Cli.Connecting;
using Farebox.Cli.Profiles;
using Farebox.Cli.Terminal;
using Farebox.Client;

namespace Farebox.Cli.Verbs;

/// <summary>One run of a verb: its arguments, its output, and the client it calls with.</summary>
internal sealed class VerbRun(ParseResult parsed, Surroundings around, CancellationToken cancel) : IDisposable
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(100);
    private FareboxClient? _client;

    public Surroundings Around { get; } = around;
    public CancellationToken Cancel { get; } = cancel;
    public Printer Print { get; } = new(around, parsed.GetValue(GlobalOptions.Json));

    /// <summary>Set once a client was asked for.</summary>
    public Connection? Connection { get; private set; }

    /// <summary>With an admin key.</summary>
    public FareboxClient Admin => Connect(Asker().ForAdmin());

    /// <summary>With an API key or access token.</summary>
    public FareboxClient Caller => Connect(Asker().ForCaller());

    /// <summary>As <see cref="Caller"/>, for what only Farebox has.</summary>
    public FareboxClient Farebox => Connect(Asker().ForFarebox());

    /// <summary>With an admin key where there is one, else with an API key: for what both may read.</summary>
    public FareboxClient Reader => Connect(Asker().ForReader());

    /// <summary>The profile's project, where the profile's organization is meant too.</summary>
    public string? KeptProjectId => Get(GlobalOptions.Organization) is null ? Connection?.ProjectId : null;

    public T? Get<T>(Option<T> option) => parsed.GetValue(option);

    /// <summary>Null only for an argument that may be absent.</summary>
    public T Get<T>(Argument<T> argument) => parsed.GetValue(argument)!;

    public ProfileFile ProfileFile() => new(ProfilePath.Of(Around.Variable));

    /// <summary>Where a credential that was typed or found goes, and which credential that is.</summary>
    public ConnectionResolver Asker() => new(Get(GlobalOptions.BaseUrl), Around.Variable, ProfileFile().Load());

    public FareboxClient Connect(Connection connection)
    {
        if (_client is not null)
            return _client;
        Connection = connection;
        var organization = Get(GlobalOptions.Organization) ?? connection.OrganizationId;
        _client = FareboxClient.Connect(connection.BaseUrl, connection.Credential, AnswerTimeout, organization);
        return _client;
    }

    public void Dispose() => _client?.Dispose();
}
