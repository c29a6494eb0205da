using Farebox.Contracts.Operating;

namespace Farebox.Client.Operating;

/// <summary>The installation itself, for operators.</summary>
public sealed class InstallationClient
{
    private readonly ApiTransport _transport;

    internal InstallationClient(ApiTransport transport) => _transport = transport;

    /// <summary>What is wrong, and what to do about it.</summary>
    public Task<ApiResult<HealthReport>> HealthAsync(CancellationToken cancel = default) =>
        _transport.GetAsync<HealthReport>("/system/health_report", cancel);

    /// <summary>Every option with its value; secrets do not come.</summary>
    public Task<ApiResult<SystemSettingList>> SettingsAsync(CancellationToken cancel = default) =>
        _transport.GetAsync<SystemSettingList>("/system/settings", cancel);
}
