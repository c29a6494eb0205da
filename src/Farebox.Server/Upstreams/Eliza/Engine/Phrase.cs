using System.Collections.Immutable;
using System.Text;

namespace Farebox.Server.Upstreams.Eliza.Engine;

/// <summary>Weizenbaum's reassembly rule: literal text, and places for parts of what was said.</summary>
internal sealed class Phrase(ImmutableArray<PhrasePiece> pieces)
{
    /// <summary>The phrase with its places filled, spaces and the first letter put right.</summary>
    /// <param name="words">The clause that was taken apart.</param>
    /// <param name="parts">Where each part of it lies.</param>
    public string Fill(ReadOnlySpan<Word> words, ReadOnlySpan<Range> parts)
    {
        var text = new StringBuilder();
        foreach (var piece in pieces)
        {
            if (piece.Part == 0)
            {
                Append(text, piece.Literal);
                continue;
            }

            var separator = "";
            foreach (var word in words[parts[piece.Part - 1]])
            {
                text.Append(separator).Append(word.Spelling);
                separator = " ";
            }
        }

        if (text.Length > 0) text[0] = char.ToUpperInvariant(text[0]);
        return text.ToString().TrimEnd();
    }

    // A part may be empty: then the spaces on its two sides become one, and none before a mark.
    private static void Append(StringBuilder text, string literal)
    {
        var endsInSpace = text.Length == 0 || text[^1] == ' ';
        if (endsInSpace && literal[0] == ' ') literal = literal[1..];
        if (text.Length > 0 && endsInSpace && literal is ['?' or '.' or ',' or '!', ..]) text.Length--;
        text.Append(literal);
    }
}
