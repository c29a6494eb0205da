namespace Farebox.Server.Upstreams.Eliza.Engine;

/// <summary>A piece of a phrase: literal text, or a part of what was said.</summary>
/// <param name="Literal">The text when <paramref name="Part"/> is 0; never empty then.</param>
/// <param name="Part">Which part of the pattern, counted from 1 as Weizenbaum did; 0 for literal text.</param>
internal readonly record struct PhrasePiece(string Literal, int Part);
