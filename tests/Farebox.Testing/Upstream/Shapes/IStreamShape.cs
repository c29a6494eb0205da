using System.Text.Json.Nodes;

namespace Farebox.Testing.Upstream.Shapes;

/// <summary>A shape that can be streamed: chat or legacy completions.</summary>
internal interface IStreamShape
{
    /// <summary>The chunks of an answer without any mention of usage; the last one carries the finish reason.</summary>
    IEnumerable<StreamChunk> Chunks(StreamScript script, string model);

    /// <summary>The extra chunk with empty choices, to which usage is added.</summary>
    JsonObject UsageChunk(string model);
}
