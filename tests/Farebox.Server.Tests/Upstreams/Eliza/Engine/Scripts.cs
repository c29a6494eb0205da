using Farebox.Server.Upstreams.Eliza.Engine;

namespace Farebox.Server.Tests.Upstreams.Eliza.Engine;

/// <summary>Small scripts for tests: each begins with the sections that every script must have.</summary>
internal static class Scripts
{
    public const string Sections = """
        keyword my rank 2 swap your
          match *
            next
        memory my every 3
          match * your +
            say Earlier: your {3}.
        greeting
          say Greeting.
        none
          say None.
        wordless
          say Wordless.
        foreign
          say Foreign.
        """;

    /// <summary>Lines that <see cref="Sections"/> takes up.</summary>
    public static readonly int SectionLines = Sections.Split('\n').Length;

    public static Script With(string text) => ScriptReader.Read(Sections + "\n" + text);

    public static string Say(this Conversation conversation, Script script, string message) =>
        conversation.Answer(Listener.Listen(script, message));

    public static string AnswerTo(this Script script, string message) => new Conversation(script, 0).Say(script, message);
}
