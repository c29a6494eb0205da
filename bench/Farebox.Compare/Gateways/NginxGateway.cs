using System.Security.Cryptography;
using Farebox.Compare.Loads;

namespace Farebox.Compare.Gateways;

/// <summary>nginx in front of the mock: plain, or with the caller's key checked and counted by Lua.</summary>
public sealed class NginxGateway(string directory, MockUpstream mock, int workers, bool checksKey)
    : Gateway(checksKey ? "nginx-lua" : "nginx", directory)
{
    private readonly string key = "sk-" + RandomNumberGenerator.GetHexString(48, lowercase: true);

    public override string Description => checksKey
        ? "the same, and in Lua: HMAC-SHA-1 of the key, look-up in shared memory, a counter per key"
        : $"proxy_pass over kept connections, no log, {workers} worker process(es)";

    public override int WarmUpSeconds => 2;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        Child = NginxProgram.Start(
            Directory,
            checksKey ? "proxy-lua.conf" : "proxy.conf",
            Port,
            ("mock", $"{mock.UpstreamPort}"),
            ("workers", $"{workers}"),
            ("key", key));
        await Child.ReadyAsync(Local(Port, checksKey ? "/ready" : "/v1/models"), cancellationToken);
        if (checksKey) await RequireRefusalAsync(cancellationToken);
    }

    public override CallTarget Target(LoadShape load) => TargetAt(Port, load, key);

    /// <summary>The mock's own paths, which nginx passes on as they are.</summary>
    public static CallTarget TargetAt(int port, LoadShape load, string credential) => load.IsStream
        ? new CallTarget(Local(port, "/paced/v1/chat/completions"), Bearer(credential), CallTarget.StreamBody)
        : new CallTarget(Local(port, "/v1/chat/completions"), Bearer(credential), CallTarget.AnswerBody);

    private async Task RequireRefusalAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { DefaultRequestHeaders = { { "Authorization", "Bearer sk-wrong" } } };
        using var response = await client.GetAsync(Local(Port, "/v1/models"), cancellationToken);
        if ((int)response.StatusCode != 401) throw new InvalidOperationException("nginx with Lua let a wrong key pass.");
    }
}
