namespace Farebox.Testing.Upstream;

/// <summary>A function that the model asks its caller to run.</summary>
/// <param name="Id">The call's id, <c>call_…</c>.</param>
/// <param name="Name">The function.</param>
/// <param name="Arguments">Its arguments as JSON text; a stream sends them in two pieces.</param>
public sealed record ToolCall(string Id, string Name, string Arguments);
