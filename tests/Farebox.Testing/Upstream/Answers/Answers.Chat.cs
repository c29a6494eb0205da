using Farebox.Testing.Upstream.Shapes;

namespace Farebox.Testing.Upstream;

public static partial class Answers
{
    /// <summary>The text of <see cref="Chat(string)"/> when none is given.</summary>
    public const string DefaultText = "Hello from the scripted upstream: é, 漢字.";

    /// <summary>A chat completion with <see cref="TokenUsage.Typical"/> usage.</summary>
    public static Answer Chat(string text = DefaultText) => Chat(text, TokenUsage.Typical);

    /// <summary>A chat completion; without any <c>usage</c> if <paramref name="usage"/> is null.</summary>
    public static Answer Chat(string text, TokenUsage? usage, BodyFraming framing = BodyFraming.Length) => call =>
        SendJsonAsync(call, ChatShape.Whole(ModelOf(call, "gpt-4o-mini"), text, [], usage), framing, text, usage);

    /// <summary>A chat completion that is nothing but tool calls.</summary>
    public static Answer ChatToolCalls(params IReadOnlyList<ToolCall> toolCalls) => call => SendJsonAsync(
        call, ChatShape.Whole(ModelOf(call, "gpt-4o-mini"), null, toolCalls, TokenUsage.Typical), usage: TokenUsage.Typical);

    /// <summary>A chat completion whose text alone has so many bytes; usage comes after it.</summary>
    public static Answer LargeChat(int textBytes, BodyFraming framing = BodyFraming.Length) => call =>
    {
        // The text would only weigh on the books: a test of size looks at lengths.
        var body = ChatShape.Whole(ModelOf(call, "gpt-4o-mini"), new string('x', textBytes), [], TokenUsage.Typical);
        return SendJsonAsync(call, body, framing, usage: TokenUsage.Typical);
    };

    /// <summary>A chat stream; without a script, six chunks of text as OpenAI sends them.</summary>
    public static Answer ChatStream(StreamScript? script = null) => call =>
        StreamPlayer.PlayAsync(call, ChatShape.Instance, script ?? new StreamScript());
}
