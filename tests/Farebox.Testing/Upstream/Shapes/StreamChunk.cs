using System.Text.Json.Nodes;

namespace Farebox.Testing.Upstream.Shapes;

/// <summary>One JSON chunk of a stream, and the text that it adds to the answer.</summary>
internal readonly record struct StreamChunk(JsonObject Body, string? Text = null);
