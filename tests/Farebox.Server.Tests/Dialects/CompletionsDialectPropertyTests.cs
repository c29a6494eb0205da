using System.Text;
using System.Text.Json;
using Farebox.Server.Dialects;
using Farebox.Testing;

namespace Farebox.Server.Tests.Dialects;

/// <summary>Whatever JSON, or nearly JSON, comes in: out comes JSON or a refusal, and no other exception.</summary>
public sealed class CompletionsDialectPropertyTests
{
    private const int Rounds = 2000;

    private static readonly string[] Requests =
    [
        """{"model":"m","prompt":"Hi é \ud83d\ude00","max_tokens":5,"echo":true,"suffix":"","best_of":1,"""
            + "\"n\":2,\"logprobs\":null,\"stop\":[\"\\n\"],\"x\":{\"y\":[1]}}",
        """{"prompt":["one"],"model":"m","stream":true,"stream_options":{"include_usage":true},"echo":false,"max_completion_tokens":7}""",
    ];

    private static readonly string[] Answers =
    [
        """{"id":"chatcmpl-1","object":"chat.completion","choices":[{"index":0,"message":{"content":"a\u0062","refusal":null},"""
            + "\"finish_reason\":\"stop\"}],\"usage\":{}}",
        """{"id":"chatcmpl-1","choices":[{"index":0,"delta":{"role":"assistant","content":"t"},"finish_reason":null},"""
            + "{\"index\":1,\"delta\":{}}],\"usage\":null}",
        """{"choices":[{"message":{"content":[{"type":"text","text":"p"}]},"delta":{"refusal":"r"}}],"error":null}""",
    ];

    private static readonly string[] Pieces =
    [
        "null", "true", "{}", "[]", "\"\"", "-1e999", "18446744073709551616", "[[1]]", "\"\\ud800\"", "\"prompt\":", "\"choices\":",
        "\"n\":2,", "\"id\":3,", "\"model\":1,", "\"\\udfff\":1,", "{\"a\":", "[[[[[[", "\\", "\"", ",", ":", "}", "]", "\u0000", "é",
    ];

    [Fact]
    public void ToChat_MutatedRequests_GiveJsonOrARefusal() => Run(Requests, (json, _) =>
    {
        var (body, translator, error) = CompletionsDialect.ToChat(json, "o3");
        Assert.Equal(error is null, body is not null);
        Assert.Equal(error is null, translator is not null);
        if (body is not null) AssertObject(body);
        else Assert.Equal(400, error!.Status);
    });

    [Fact]
    public void Answer_Mutated_GivesJsonOrJsonException() => Run(Answers, (json, random) =>
    {
        var translator = Translated.Answers("P\"", echo: random.Next(2) == 0);
        AssertObjectOrJsonException(() => translator.Whole(json));
        AssertObjectOrJsonException(() => translator.Chunk(json) is { Length: > 0 } chunk ? chunk : "{}"u8.ToArray());
    });

    private static void AssertObjectOrJsonException(Func<byte[]> translate)
    {
        byte[]? json = null;
        if (Record.Exception(() => json = translate()) is { } refusal) Assert.IsAssignableFrom<JsonException>(refusal);
        else AssertObject(json!);
    }

    private static void AssertObject(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
    }

    private static void Run(string[] seeds, Action<byte[], Random> check)
    {
        var seed = PropertySeed.Take();
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var json = Mutate(seeds[random.Next(seeds.Length)], random);
            try
            {
                check(json, random);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}, round {round}: {Convert.ToHexString(json)}", e);
            }
        }
    }

    // Half of the mutations swap a whole value, so that most results are still JSON; the rest break bytes anywhere.
    private static byte[] Mutate(string json, Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(json).ToList();
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            var at = random.Next(bytes.Count);
            var piece = Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]);
            if (random.Next(2) == 0)
            {
                var (start, length) = ValueAt(bytes, at);
                bytes.RemoveRange(start, length);
                bytes.InsertRange(start, piece);
            }
            else if (random.Next(2) == 0) bytes.InsertRange(at, piece);
            else bytes[at] = (byte)random.Next(256);
        }

        return [.. bytes];
    }

    // From the next colon to the comma or bracket after it.
    private static (int Start, int Length) ValueAt(List<byte> bytes, int at)
    {
        var start = bytes.IndexOf((byte)':', at) + 1;
        var end = start;
        while (end < bytes.Count && bytes[end] is not ((byte)',' or (byte)'}' or (byte)']')) end++;
        return (start, end - start);
    }
}
