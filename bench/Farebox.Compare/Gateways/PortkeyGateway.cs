using Farebox.Compare.Loads;
using Farebox.Compare.Machine;

namespace Farebox.Compare.Gateways;

/// <summary>Portkey's open-source gateway, told by headers to call the mock, as its documentation does it.</summary>
public sealed class PortkeyGateway(string directory, MockUpstream mock, string installDirectory) : Gateway("portkey", directory)
{
    private const string Package = "node_modules/@portkey-ai/gateway";

    public override string Description => "routed by headers to the mock; as started here it checks no key and keeps no record";

    public override int WarmUpSeconds => 5;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "--require", Path.Combine(installDirectory, "loopback.cjs"),
            Path.Combine(installDirectory, Package, "build/start-server.js"),
            $"--port={Port}", "--headless",
        ];
        Child = ChildProcess.Start(Directory, "node", arguments, environment => environment["NODE_ENV"] = "production");
        return Child.ReadyAsync(Local(Port, "/"), cancellationToken);
    }

    public override CallTarget Target(LoadShape load)
    {
        var headers = Bearer("sk-unused");
        headers["x-portkey-provider"] = "openai";
        headers["x-portkey-custom-host"] = Local(mock.UpstreamPort, load.IsStream ? "/paced/v1" : "/v1").ToString();
        var body = load.IsStream ? CallTarget.StreamBody : CallTarget.AnswerBody;
        return new CallTarget(Local(Port, "/v1/chat/completions"), headers, body);
    }
}
