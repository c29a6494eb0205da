using Farebox.Server.Upstreams.Eliza.Engine;

namespace Farebox.Server.Tests.Upstreams.Eliza.Engine;

public sealed class ScriptReaderTests
{
    [Fact]
    public void Read_EveryDirective_IsThere()
    {
        var script = Scripts.With("""
            # A remark.
            class pet: cat Dog
            pause but however
            mend i are: I am
            keyword A rank 7 goto b swap one two

            keyword b
              match * /pet 2 red|blue +
                say {1} and {5}
                goto A
                next
                rephrase I {2} goto b
            """);

        var a = script.Keywords["a"];
        Assert.Equal((7, "b", 2), (a.Rank, a.Link, a.Swap.Length));
        var rule = Assert.Single(script.Keywords["b"].Rules);
        Assert.Equal(5, rule.Pattern.Length);
        Assert.Equal(
            [typeof(Reaction.Say), typeof(Reaction.GoTo), typeof(Reaction.NextKeyword), typeof(Reaction.Rephrase)],
            rule.Reactions.Select(reaction => reaction.GetType()));
        Assert.Equal(["but", "however"], script.Pauses.Order());
        Assert.Equal(Word.Of("am"), script.Mends[("i", "are")].Second);
        Assert.Equal(("my", 3), (script.Memory.Keyword, script.Memory.Every));
    }

    [Theory]
    [InlineData("shout hello", 0, "unknown directive \"shout\"")]
    [InlineData("class pet cat", 0, "class NAME")]
    [InlineData("class pet: cat\nclass pet: dog", 1, "there twice")]
    [InlineData("pause", 0, "words are missing")]
    [InlineData("mend a b c: d e", 0, "two words")]
    [InlineData("mend a b", 0, "mend WORD WORD")]
    [InlineData("mend a b: c d\nmend a b: e f", 1, "mended twice")]
    [InlineData("keyword", 0, "needs a name")]
    [InlineData("keyword a", 0, "does nothing")]
    [InlineData("keyword a swap b\nkeyword A swap c", 1, "there twice")]
    [InlineData("keyword a rank", 0, "needs a value")]
    [InlineData("keyword a rank -1", 0, "whole number")]
    [InlineData("keyword a rank 101", 0, "whole number")]
    [InlineData("keyword a loud yes", 0, "none of rank, goto, swap")]
    [InlineData("keyword a goto b", 0, "no keyword \"b\"")]
    [InlineData("keyword a\n match *", 1, "nothing is said")]
    [InlineData("keyword a\n match *\n say", 2, "nothing is said")]
    [InlineData("keyword a\n match\n say x", 1, "needs a pattern")]
    [InlineData("keyword a\n match * /pet\n say x", 1, "no class \"pet\"")]
    [InlineData("keyword a\n match 0\n say x", 1, "whole number")]
    [InlineData("keyword a\n match * * * * * * * * * * * * * * * * *\n say x", 1, "at most 16")]
    [InlineData("keyword a\n match * a\n say {3}", 2, "from 1 to 2")]
    [InlineData("keyword a\n match * a\n say {0}", 2, "from 1 to 2")]
    [InlineData("keyword a\n match * a\n say {1", 2, "without \"}\"")]
    [InlineData("keyword a\n match *\n goto b", 2, "no keyword \"b\"")]
    [InlineData("keyword a\n match *\n rephrase b", 2, "rephrase PHRASE")]
    [InlineData("keyword a\n say x", 1, "belongs under a match")]
    [InlineData("memory my every 2", 0, "there twice")]
    [InlineData("none\n say x", 0, "there twice")]
    [InlineData("none of it", 0, "nothing may follow")]
    public void Read_Broken_NamesLineAndReason(string text, int linesBefore, string reason)
    {
        var exception = Assert.Throws<ScriptException>(() => Scripts.With(text));
        Assert.Equal(Scripts.SectionLines + 1 + linesBefore, exception.Line);
        Assert.StartsWith($"line {exception.Line}: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("greeting")]
    [InlineData("none")]
    [InlineData("wordless")]
    [InlineData("foreign")]
    public void Read_SectionMissing_NamesIt(string section)
    {
        var lines = Scripts.Sections.Split('\n').ToList();
        var at = lines.FindIndex(line => line.StartsWith(section, StringComparison.Ordinal));
        lines.RemoveRange(at, section == "memory" ? 3 : 2);
        var exception = Assert.Throws<ScriptException>(() => ScriptReader.Read(string.Join('\n', lines)));
        Assert.Contains($"\"{section}\" is missing", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none\n match *", "belongs under a keyword")]
    [InlineData("none\n goto my", "only a keyword's rules")]
    [InlineData("none\n say {1}", "no pattern here")]
    [InlineData("memory my every 2\n match *\n next", "only a keyword's rules")]
    [InlineData("memory my", "memory KEYWORD every NUMBER")]
    [InlineData("keyword your swap my\nmemory your every 1\n match *", "nothing would be remembered")]
    [InlineData("memory my every 0", "whole number")]
    [InlineData("memory your every 1\n match *", "no keyword \"your\"")]
    public void Read_SectionsMisused_AreRefused(string start, string reason)
    {
        var rest = start.StartsWith("none", StringComparison.Ordinal)
            ? Scripts.Sections.Replace("none\n  say None.", "", StringComparison.Ordinal)
            : Scripts.Sections.Replace("memory my every 3\n  match * your +\n    say Earlier: your {3}.", "", StringComparison.Ordinal);
        var exception = Assert.Throws<ScriptException>(() => ScriptReader.Read(start + "\n say x\n" + rest));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TextChanged_ChangesTheFingerprint()
    {
        var (one, other) = (Scripts.With(""), Scripts.With("# A remark."));
        Assert.Matches("^[0-9a-f]{10}$", one.Fingerprint);
        Assert.NotEqual(one.Fingerprint, other.Fingerprint);
        Assert.Equal(one.Fingerprint, Scripts.With("").Fingerprint);
    }
}
