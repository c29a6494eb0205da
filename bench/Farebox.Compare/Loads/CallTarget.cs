namespace Farebox.Compare.Loads;

/// <summary>Where a kind of call goes and what it carries.</summary>
/// <param name="Address">Full address of the call.</param>
/// <param name="Headers">Headers beside <c>Content-Type</c>; may hold a credential.</param>
/// <param name="Body">The JSON body.</param>
public sealed record CallTarget(Uri Address, IReadOnlyDictionary<string, string> Headers, string Body)
{
    private const string Messages =
        """[{"role":"system","content":"You are a helpful assistant."},{"role":"user","content":"Say hello to the bench."}]""";

    public const string AnswerBody = $$"""{"model":"mock-model","messages":{{Messages}}}""";

    /// <summary>Asks for usage itself, so that every gateway has the same frames to pass on.</summary>
    public const string StreamBody =
        $$$"""{"model":"mock-stream","messages":{{{Messages}}},"stream":true,"stream_options":{"include_usage":true}}""";
}
