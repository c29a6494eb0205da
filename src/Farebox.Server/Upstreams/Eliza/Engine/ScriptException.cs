namespace Farebox.Server.Upstreams.Eliza.Engine;

/// <summary>A script that cannot be read. The message begins with the line.</summary>
internal sealed class ScriptException(int line, string message) : Exception($"line {line}: {message}")
{
    /// <summary>Counted from 1; for what is missing altogether, one past the last.</summary>
    public int Line { get; } = line;
}
