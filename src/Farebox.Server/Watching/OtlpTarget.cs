using Farebox.Server.Platform.Options;
using OpenTelemetry.Exporter;

namespace Farebox.Server.Watching;

/// <summary>Where metrics and spans are sent to.</summary>
internal static class OtlpTarget
{
    /// <summary>Settings of the exporter for one signal.</summary>
    /// <param name="signal"><c>traces</c> or <c>metrics</c>: over HTTP each has a path of its own.</param>
    public static OtlpExporterOptions For(FareboxOptions options, string signal)
    {
        var isGrpc = options.OtlpProtocol == "grpc";
        var endpoint = options.OtlpEndpoint.TrimEnd('/');
        return new OtlpExporterOptions
        {
            Protocol = isGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf,
            Endpoint = new Uri(isGrpc ? endpoint : $"{endpoint}/v1/{signal}"),
            Headers = options.OtlpHeaders,
        };
    }
}
