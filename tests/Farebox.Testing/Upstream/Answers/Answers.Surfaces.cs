using System.Text.Json;
using Farebox.Testing.Upstream.Shapes;

namespace Farebox.Testing.Upstream;

public static partial class Answers
{
    private const int DefaultDimensions = 8;
    private const int BytesPerNumber = 9;

    /// <summary>A legacy completion; without any <c>usage</c> if <paramref name="usage"/> is null.</summary>
    public static Answer Completion(string text, TokenUsage? usage) => call => SendJsonAsync(
        call, CompletionShape.Whole(ModelOf(call, "gpt-3.5-turbo-instruct"), text, usage), text: text, usage: usage);

    /// <summary>A legacy completion with <see cref="TokenUsage.Typical"/> usage.</summary>
    public static Answer Completion(string text = DefaultText) => Completion(text, TokenUsage.Typical);

    /// <summary>A legacy stream.</summary>
    public static Answer CompletionStream(StreamScript? script = null) => call =>
        StreamPlayer.PlayAsync(call, CompletionShape.Instance, script ?? new StreamScript());

    /// <summary>One vector per input, as numbers or base64 as the request asks.</summary>
    public static Answer Embeddings() => Embeddings(new TokenUsage(TokenUsage.Typical.Prompt, 0));

    /// <summary>One vector per input; without any <c>usage</c> if <paramref name="usage"/> is null.</summary>
    public static Answer Embeddings(TokenUsage? usage) => call =>
    {
        var dimensions = NumberOf(call, "dimensions", DefaultDimensions);
        var asBase64 = call.Request.Field("encoding_format") is { ValueKind: JsonValueKind.String } format && format.ValueEquals("base64");
        var body = EmbeddingShape.Whole(ModelOf(call, "text-embedding-3-small"), InputCount(call.Request), dimensions, asBase64, usage);
        return SendJsonAsync(call, body, usage: usage);
    };

    /// <summary>A list of embeddings of at least so many bytes, usage at its very end.</summary>
    public static Answer LargeEmbeddings(int bytes, BodyFraming framing = BodyFraming.Length) => call =>
    {
        const int Dimensions = 1536;
        var usage = new TokenUsage(TokenUsage.Typical.Prompt, 0);
        var count = (bytes / (Dimensions * BytesPerNumber)) + 1;
        var body = EmbeddingShape.Whole(ModelOf(call, "text-embedding-3-small"), count, Dimensions, asBase64: false, usage);
        return SendJsonAsync(call, body, framing, usage: usage);
    };

    /// <summary>As many images as the request's <c>n</c> says; with usage, as newer image models tell it, if any is given.</summary>
    public static Answer Images(TokenUsage? usage = null) => call =>
        SendJsonAsync(call, ImageShape.Whole(NumberOf(call, "n", 1), usage), usage: usage);

    /// <summary>The list that <c>GET /v1/models</c> gives.</summary>
    public static Answer Models(params IReadOnlyList<string> models) => call => SendJsonAsync(call, ModelShape.List(models));

    /// <summary>One model.</summary>
    public static Answer Model(string model) => call => SendJsonAsync(call, ModelShape.One(model));

    private static int NumberOf(UpstreamCall call, string field, int otherwise) =>
        call.Request.Field(field) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : otherwise;

    // An input is a string or an array of LLM tokens; an array of strings or of arrays is several.
    private static int InputCount(RecordedRequest request) =>
        request.Field("input") is { ValueKind: JsonValueKind.Array } inputs
        && inputs.EnumerateArray().FirstOrDefault().ValueKind is JsonValueKind.String or JsonValueKind.Array
            ? inputs.GetArrayLength()
            : 1;
}
