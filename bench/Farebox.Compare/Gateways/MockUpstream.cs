using Farebox.Compare.Loads;

namespace Farebox.Compare.Gateways;

/// <summary>
/// The stand-in for a provider, and the call without any gateway: what the others take longer than this is what they add.
/// </summary>
public sealed class MockUpstream(string directory) : Gateway("direct", directory)
{
    public override string Description => "no gateway: wrk calls the mock upstream";

    public override int WarmUpSeconds => 1;

    /// <summary>The mock's own CPU time is no gateway's.</summary>
    public override int? ProcessId => null;

    /// <summary>Port that the gateways call.</summary>
    public int UpstreamPort => Port;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        File.WriteAllText(Path.Combine(Directory, "paced.lua"), Machine.SetupFile.Fill("paced.lua"));
        Child = NginxProgram.Start(Directory, "mock.conf", Port);
        return Child.ReadyAsync(Local(Port, "/v1/models"), cancellationToken);
    }

    public override CallTarget Target(LoadShape load) => NginxGateway.TargetAt(Port, load, "sk-unused");
}
