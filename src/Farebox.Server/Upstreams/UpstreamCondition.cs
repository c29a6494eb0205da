namespace Farebox.Server.Upstreams;

/// <summary>How an upstream does, by its newest call or test.</summary>
public enum HealthStatus
{
    Unknown,
    Healthy,
    Failing,
}

/// <summary>The condition of one upstream.</summary>
public sealed class UpstreamCondition(string upstreamId, TimeProvider clock, ILogger logger)
{
    private const int MaxMessageLength = 500;
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private volatile HealthStatus _status;
    private DateTimeOffset? _loggedAt;
    private string? _secret;

    /// <summary>By the newest report.</summary>
    public HealthStatus Status => _status;

    /// <summary>What the newest failure was; kept after a success, so that an operator sees what comes and goes.</summary>
    public string? LastError { get; private set; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? FailedAt { get; private set; }

    /// <summary>The credential that no message may show, whoever wrote it.</summary>
    public string? Secret
    {
        set => _secret = value;
    }

    /// <summary>A call or test succeeded.</summary>
    public void ReportSuccess()
    {
        if (_status == HealthStatus.Healthy) return;
        lock (_lock)
        {
            if (_status == HealthStatus.Failing) UpstreamLog.Recovered(logger, upstreamId);
            _status = HealthStatus.Healthy;
        }
    }

    /// <summary>A call or test failed. Logged at most once a minute.</summary>
    public void ReportFailure(string message)
    {
        var line = Clean(message);
        lock (_lock)
        {
            _status = HealthStatus.Failing;
            LastError = line;
            var now = clock.GetUtcNow();
            FailedAt = now;
            if (_loggedAt is { } last && now - last < LogInterval) return;
            _loggedAt = now;
        }

        UpstreamLog.Failing(logger, upstreamId, line);
    }

    /// <summary>The text without this upstream's credential, whatever that looks like.</summary>
    public string Scrub(string text) => _secret is { Length: > 0 } secret ? text.Replace(secret, "***", StringComparison.Ordinal) : text;

    /// <summary>One line of bounded length without the credential: some providers quote it in their errors.</summary>
    private string Clean(string message)
    {
        message = Scrub(message);
        if (message.Length > MaxMessageLength) message = message[..MaxMessageLength] + "…";
        return string.Create(message.Length, message, static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++) target[i] = char.IsControl(source[i]) ? ' ' : source[i];
        });
    }
}
