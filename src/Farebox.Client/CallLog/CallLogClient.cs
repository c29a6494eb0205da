using Farebox.Contracts.CallLog;

namespace Farebox.Client.CallLog;

/// <summary>What is kept of the calls of an organization, or of a project.</summary>
public sealed class CallLogClient
{
    private readonly ApiTransport _transport;
    private readonly string _path;

    internal CallLogClient(ApiTransport transport, string path)
    {
        _transport = transport;
        _path = path;
    }

    public Task<ApiResult<CallLogSettings>> GetAsync(CancellationToken cancel = default) => _transport.GetAsync<CallLogSettings>(_path, cancel);

    /// <summary>What is null stays.</summary>
    public Task<ApiResult<CallLogSettings>> ChangeAsync(CallLogRequest request, CancellationToken cancel = default) =>
        _transport.SendAsync<CallLogSettings>(HttpMethod.Patch, _path, request, cancel);
}
