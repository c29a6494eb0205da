using System.Text.Json;

namespace Farebox.Server.Dialects;

/// <summary>
/// Turns the answer to a translated request back into the shape that the client asked for. One per call: a stream's chunks go through
/// it in their order, from one thread at a time.
/// </summary>
public interface IAnswerTranslator
{
    /// <summary>A whole <c>chat.completion</c> as the client's own kind of answer.</summary>
    /// <exception cref="JsonException">The bytes are not JSON, or not a chat completion.</exception>
    byte[] Whole(ReadOnlySpan<byte> chatJson);

    /// <summary>
    /// The payload of one <c>data:</c> line as the payload of one <c>data:</c> line; never called with <c>[DONE]</c>. Empty when the
    /// chunk says nothing in the client's dialect and must be dropped.
    /// </summary>
    /// <exception cref="JsonException">The bytes are not JSON, or not a chunk of a chat completion.</exception>
    byte[] Chunk(ReadOnlySpan<byte> chatChunkJson);
}
