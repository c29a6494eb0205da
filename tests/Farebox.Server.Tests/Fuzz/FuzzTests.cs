using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Routing;
using Farebox.Server.Credentials;
using Farebox.Server.Relay;
using Farebox.Testing.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Fuzz;

/// <summary>What reads strangers' bytes is given strange ones.</summary>
public sealed class FuzzTests
{
    private const int MaxDepth = 64;

    private static readonly string[] Json =
    [
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u0000", "\\ud800", "\\u006d", "null", "true", "1e999", "-1", "18446744073709551616", "\u0000", "\ufeff",
        "\"model\":\"x\",", "\"model\":", "\"stream\":true,", "\"stream_options\":{\"include_usage\":false},", "\"messages\":", "\"role\":\"user\",",
        "\"max_tokens\":2147483648,", "\"n\":0,", "\"content\":[{\"type\":\"image_url\"}],", "/*", "//\n", " ", "\t", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    ];

    private static readonly string[] Lines =
        ["\n", "\r", "\r\n", "\n\n", "data:", "data: ", "data: [DONE]\n\n", ": comment\n", "event: x\n", "{\"choices\":[]}", "\u0000", "\ufeff", "retry: 1\n"];

    private static readonly string[] Text =
        ["sk-fbx", "sk-fba", "Bearer ", "bearer\t", "Basic ", "eyJ", ".", "=", "-", "_", " ", "é", "\u0000", "\r\n", "AAAA", "ŝk-fbx"];

    [Fact]
    public Task SseFrames_AnyBytesInAnyPieces_GiveTheSameEventsAndLoseNothing() => new FuzzRun("sse", Lines).RunAsync(input =>
    {
        var (whole, bytes) = Frames(input, input.Length + 1);
        var (pieces, same) = Frames(input, 1 + (input.Length % 7));
        Assert.Equal(input, bytes);
        Assert.Equal(input, same);
        Assert.Equal(whole, pieces);
    });

    [Fact]
    public Task RequestReader_AnyBytes_AreRefusedOrReadAsAnyJsonReaderReadsThem() => new FuzzRun("request", Json).RunAsync(input =>
    {
        foreach (var surface in Enum.GetValues<Surface>())
        {
            var (request, error) = RelayRequestReader.Read(input, surface, MaxDepth);
            Assert.True(request is null != error is null);
            if (request is null)
            {
                Assert.Equal(400, error!.Status);
                continue;
            }

            using var document = JsonDocument.Parse(input, new JsonDocumentOptions { MaxDepth = MaxDepth });
            var model = Assert.Single(document.RootElement.EnumerateObject(), member => member.NameEquals("model"));
            Assert.Equal(model.Value.GetString(), request.Model);
            Assert.Equal(model.Value.GetRawText(), At(input, request.ModelValue));
            Assert.Equal(Member(document.RootElement, "stream") is { ValueKind: JsonValueKind.True }, request.Stream);
        }
    });

    [Fact]
    public Task BodySplicer_AnyRequestThatIsTaken_ChangesTheModelAndTheUsageRequestAndNothingElse() => new FuzzRun("splice", Json).RunAsync(input =>
    {
        var (request, _) = RelayRequestReader.Read(input, Surface.ChatCompletions, MaxDepth);
        if (request is null) return;
        foreach (var askUsage in new[] { false, true })
        {
            var spliced = BodySplicer.Apply(input, request, "up\"stream/模", askUsage).ToArray();
            using var before = JsonDocument.Parse(input, new JsonDocumentOptions { MaxDepth = MaxDepth });
            using var after = JsonDocument.Parse(spliced, new JsonDocumentOptions { MaxDepth = MaxDepth });
            Assert.Equal("up\"stream/模", Member(after.RootElement, "model")!.Value.GetString());
            if (askUsage) Assert.True(Member(Member(after.RootElement, "stream_options")!.Value, "include_usage")!.Value.GetBoolean());
            Assert.Equal(Rest(before.RootElement, askUsage), Rest(after.RootElement, askUsage));
        }
    });

    [Fact]
    public Task Credentials_AnyText_AreReadWithoutAFault_AndNeverShownWhole() => new FuzzRun("credential", Text).RunAsync(input =>
    {
        var text = Encoding.UTF8.GetString(input);
        var credential = CredentialHeader.Read(text).Span;
        Assert.InRange(KeyText.Mask(credential).Length, 1, 11);
        if (!KeyText.IsWellFormed(credential)) return;

        // The checksum finds each single slip.
        for (var at = 0; at < credential.Length; at++)
        {
            var slip = credential.ToString().ToCharArray();
            slip[at] = slip[at] == 'a' ? 'b' : 'a';
            Assert.False(KeyText.IsWellFormed(slip));
        }
    });

    [Fact]
    public async Task TokenVerifier_AnyText_IsNoToken_OrTheOneThatWasSigned()
    {
        await using var farebox = await RunningFarebox.StartAsync();
        var signed = await farebox.NewTokenAsync(await farebox.NewKeyAsync());
        var tokens = farebox.Services.GetRequiredService<AccessTokens>();
        var original = await tokens.VerifyAsync(signed);
        Assert.NotNull(original);
        var parts = signed.Split('.');

        await new FuzzRun("token", [.. Text, .. parts, parts[0] + "." + parts[1] + "."]).RunAsync(input =>
        {
            // The corpus holds shapes, with the parts of a real token to be filled in.
            var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, Shape(input), parts[0], parts[1], parts[2]);
            if (!AccessTokens.CanBeOne(text)) return;
            var verified = tokens.VerifyAsync(text).AsTask().GetAwaiter().GetResult();
            Assert.True(verified is null || verified == original, text);
        });
    }

    private static (List<string> Events, byte[] Bytes) Frames(byte[] input, int piece)
    {
        using var frames = new SseFrames(1 << 20);
        var events = new List<string>();
        var bytes = new List<byte>();
        for (var at = 0; at < input.Length; at += piece)
        {
            var part = input.AsSpan(at, Math.Min(piece, input.Length - at));
            while (part.Length > 0)
            {
                var room = frames.Room().Span;
                var count = Math.Min(room.Length, part.Length);
                part[..count].CopyTo(room);
                part = part[count..];
                frames.Filled(count);
                while (frames.TryTake(out var frame)) Take(frame.Span);
            }
        }

        Take(frames.Rest);
        return (events, [.. bytes]);

        void Take(ReadOnlySpan<byte> frame)
        {
            bytes.AddRange(frame);
            var data = SseFrame.Data(frame);
            if (data.Length > 0) events.Add(Convert.ToHexString(frame.Slice(data.Start, data.Length)));
        }
    }

    // By their bytes: what is no Unicode text goes through as it is, as long as nobody here has to read it.
    private static List<string> Rest(JsonElement body, bool askUsage)
    {
        var rest = body.EnumerateObject().Where(member => !member.NameEquals("model") && !(askUsage && member.NameEquals("stream_options")))
            .Select(Raw).ToList();
        if (askUsage && Member(body, "stream_options") is { ValueKind: JsonValueKind.Object } options)
            rest.AddRange(options.EnumerateObject().Where(member => !member.NameEquals("include_usage")).Select(Raw));
        return rest;
    }

    // Not TryGetProperty, which throws where a longer name before it holds half a surrogate pair.
    private static JsonElement? Member(JsonElement body, string name) =>
        body.EnumerateObject().Where(member => member.NameEquals(name)).Select(member => (JsonElement?)member.Value).FirstOrDefault();

    private static string Raw(JsonProperty member) =>
        Convert.ToHexString(JsonMarshal.GetRawUtf8PropertyName(member)) + ":" + Convert.ToHexString(JsonMarshal.GetRawUtf8Value(member.Value));

    private static string At(byte[] input, Slice slice) => Encoding.UTF8.GetString(input, slice.Start, slice.Length);

    private static string Shape(byte[] input) => Encoding.UTF8.GetString(input)
        .Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)
        .Replace("$0", "{0}", StringComparison.Ordinal).Replace("$1", "{1}", StringComparison.Ordinal).Replace("$2", "{2}", StringComparison.Ordinal);
}
