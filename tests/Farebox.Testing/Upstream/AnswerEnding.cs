namespace Farebox.Testing.Upstream;

/// <summary>How one exchange ended, seen from the upstream.</summary>
public enum AnswerEnding
{
    /// <summary>The answer left in full, as its own framing promised.</summary>
    Whole,

    /// <summary>The script broke it off: closed, reset, or less than was declared.</summary>
    BrokenByScript,

    /// <summary>The client closed its side before the answer ended.</summary>
    ClientLeft,

    /// <summary>The upstream was disposed while the answer was under way.</summary>
    Stopped,

    /// <summary>The test's own answer threw; see <see cref="ScriptedUpstream.Faults"/>.</summary>
    ScriptFailed,
}
