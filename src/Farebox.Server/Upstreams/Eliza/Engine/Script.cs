using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Farebox.Server.Upstreams.Eliza.Engine;

/// <summary>All that ELIZA knows: immutable, read once, shared by all conversations.</summary>
internal sealed class Script
{
    private static readonly Lazy<Script> LazyDoctor = new(ReadDoctor);

    /// <summary>The script that Farebox ships, of a listener in the manner of Weizenbaum's DOCTOR.</summary>
    public static Script Doctor => LazyDoctor.Value;

    public required FrozenDictionary<string, Keyword> Keywords { get; init; }

    /// <summary>Pairs of neighbours that swapping has made ungrammatical ("I are"), and what stands for them.</summary>
    public required FrozenDictionary<(string First, string Second), (Word First, Word Second)> Mends { get; init; }

    /// <summary>Words that end a clause as a comma does.</summary>
    public required FrozenSet<string> Pauses { get; init; }

    public required Memory Memory { get; init; }

    /// <summary>Opens a conversation in which nobody has spoken.</summary>
    public required Rule Greeting { get; init; }

    /// <summary>Answers what holds no keyword (Weizenbaum's <c>NONE</c>).</summary>
    public required Rule None { get; init; }

    /// <summary>Answers what holds no words at all.</summary>
    public required Rule Wordless { get; init; }

    /// <summary>Answers what is in another alphabet.</summary>
    public required Rule Foreign { get; init; }

    /// <summary>Rules in all; their numbers are smaller than this.</summary>
    public required int RuleCount { get; init; }

    /// <summary>Ten hexadecimal digits that change when the script's text does.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The <see cref="Fingerprint"/> of a script with this text.</summary>
    public static string FingerprintOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 5));

    private static Script ReadDoctor()
    {
        using var resource = typeof(Script).Assembly.GetManifestResourceStream("doctor.script")!;
        using var reader = new StreamReader(resource);
        return ScriptReader.Read(reader.ReadToEnd());
    }
}
