using System.Text;
using System.Text.Json;
using Farebox.Server.Upstreams;

namespace Farebox.Server.Relay;

/// <summary>Makes the body that goes out: the client's own bytes but for the model's name and the request for usage.</summary>
internal static class BodySplicer
{
    private static readonly byte[] WholeOptions = "\"stream_options\":{\"include_usage\":true},"u8.ToArray();
    private static readonly byte[] Options = "{\"include_usage\":true}"u8.ToArray();
    private static readonly byte[] Member = "\"include_usage\":true"u8.ToArray();
    private static readonly byte[] MemberBefore = "\"include_usage\":true,"u8.ToArray();
    private static readonly byte[] True = "true"u8.ToArray();

    private readonly record struct Splice(Slice Where, ReadOnlyMemory<byte> With);

    /// <summary>Splices; nothing of the client's is copied.</summary>
    /// <param name="body">The client's bytes.</param>
    /// <param name="upstreamModel">The model's name at the upstream.</param>
    /// <param name="askUsage">Whether the upstream is to be asked for usage although the client did not ask.</param>
    public static UpstreamBody Apply(ReadOnlyMemory<byte> body, RelayRequest request, string upstreamModel, bool askUsage)
    {
        Splice? model = upstreamModel == request.Model ? null : new Splice(request.ModelValue, Quote(upstreamModel));
        Splice? usage = askUsage ? UsageSplice(body.Span, request) : null;
        return (model, usage) switch
        {
            (null, null) => new UpstreamBody(body),
            ({ } only, null) => One(body, only),
            (null, { } only) => One(body, only),
            ({ } a, { } b) => a.Where.Start < b.Where.Start ? Two(body, a, b) : Two(body, b, a),
        };
    }

    private static Splice UsageSplice(ReadOnlySpan<byte> body, RelayRequest request)
    {
        if (request.IncludeUsage is { } value) return new Splice(value, True);
        if (request.StreamOptions is not { } options) return new Splice(new Slice(request.Opening, 0), WholeOptions);
        if (body[options.Start] != (byte)'{') return new Splice(options, Options);
        var inside = body[(options.Start + 1)..(options.End - 1)];
        return new Splice(new Slice(options.Start + 1, 0), inside.Trim(" \t\r\n"u8).IsEmpty ? Member : MemberBefore);
    }

    private static UpstreamBody One(ReadOnlyMemory<byte> body, Splice splice) =>
        new(body[..splice.Where.Start], splice.With, body[splice.Where.End..]);

    private static UpstreamBody Two(ReadOnlyMemory<byte> body, Splice first, Splice second) => new(
        body[..first.Where.Start], first.With, body[first.Where.End..second.Where.Start], second.With, body[second.Where.End..]);

    private static byte[] Quote(string text) => Encoding.UTF8.GetBytes("\"" + JsonEncodedText.Encode(text) + "\"");
}
