using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Watching;

/// <summary>A span as it arrived.</summary>
internal sealed record ReceivedSpan(
    string TraceId, string Id, string ParentId, string Name, int Kind, int Status, Dictionary<string, string> Attributes, string Resource);

/// <summary>A point of a metric as it arrived.</summary>
internal sealed record ReceivedPoint(string Metric, string Unit, Dictionary<string, string> Attributes, long Count, double Sum);

/// <summary>A collector: real HTTP, over which it takes OpenTelemetry's messages, with HTTP's or with gRPC's framing.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedSpan> _spans = [];
    private readonly ConcurrentQueue<ReceivedPoint> _points = [];
    private readonly ConcurrentQueue<string> _headers = [];

    private OtlpReceiver(bool grpc)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(
            listen => listen.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        builder.Services.AddRouting();
        _app = builder.Build();
        _app.Run(context => TakeAsync(context, grpc));
    }

    public string Address => _app.Urls.First();

    public IReadOnlyList<ReceivedSpan> Spans => [.. _spans];

    public IReadOnlyList<ReceivedPoint> Points => [.. _points];

    /// <summary>The values of the header <c>x-team</c>, one a message.</summary>
    public IReadOnlyList<string> Teams => [.. _headers];

    /// <summary>What arrived on no path of the protocol.</summary>
    public ConcurrentQueue<string> Strangers { get; } = [];

    public static async Task<OtlpReceiver> StartAsync(bool grpc = false)
    {
        var receiver = new OtlpReceiver(grpc);
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context, bool grpc)
    {
        _headers.Enqueue(context.Request.Headers["x-team"].ToString());
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);

        // gRPC puts five bytes before each message: whether it is compressed, and its length.
        var message = new OtlpMessage(body.ToArray().AsSpan(grpc ? 5 : 0));
        var path = context.Request.Path.Value!;
        if (path.EndsWith(grpc ? "TraceService/Export" : "/v1/traces", StringComparison.Ordinal)) TakeSpans(message);
        else if (path.EndsWith(grpc ? "MetricsService/Export" : "/v1/metrics", StringComparison.Ordinal)) TakeMetrics(message);
        else Strangers.Enqueue(path);

        context.Response.ContentType = grpc ? "application/grpc" : "application/x-protobuf";
        if (!grpc) return;
        context.Response.DeclareTrailer("grpc-status");
        await context.Response.Body.WriteAsync(new byte[5]);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private void TakeSpans(OtlpMessage request)
    {
        foreach (var group in request.Messages(1))
        {
            var resource = group.Messages(1).Single().Attributes(1)["service.name"];
            foreach (var span in group.Messages(2).SelectMany(scope => scope.Messages(2)))
            {
                _spans.Enqueue(new ReceivedSpan(
                    span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), (int)span.Number(6),
                    (int)(span.Messages(15).SingleOrDefault()?.Number(3) ?? 0), span.Attributes(9), resource));
            }
        }
    }

    private void TakeMetrics(OtlpMessage request)
    {
        foreach (var metric in request.Messages(1).SelectMany(group => group.Messages(2)).SelectMany(scope => scope.Messages(2)))
        {
            // 5: gauge, 7: sum, 9: histogram; each has its points as field 1.
            foreach (var point in metric.Messages(5).Concat(metric.Messages(7)).SelectMany(data => data.Messages(1)))
                _points.Enqueue(new ReceivedPoint(metric.Text(1), metric.Text(3), point.Attributes(7), 1, point.Has(6) ? point.Number(6) : point.Real(4)));
            foreach (var point in metric.Messages(9).SelectMany(data => data.Messages(1)))
            {
                Assert.Equal(point.Packed(7).Count + 1, point.Packed(6).Count);
                Assert.Equal(point.Number(4), point.Packed(6).Sum());
                _points.Enqueue(new ReceivedPoint(metric.Text(1), metric.Text(3), point.Attributes(9), point.Number(4), point.Real(5)));
            }
        }
    }
}
