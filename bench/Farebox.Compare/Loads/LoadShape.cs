namespace Farebox.Compare.Loads;

/// <summary>One way of loading a gateway with wrk.</summary>
/// <param name="Name">How the command line and the report call it.</param>
/// <param name="Connections">Connections kept busy at the same time.</param>
/// <param name="IsStream">True when each request is a paced stream of <see cref="ChunksPerStream"/> chunks.</param>
public sealed record LoadShape(string Name, int Connections, bool IsStream)
{
    /// <summary>Chunks that <c>Setup/paced.lua</c> sends, one every 5 ms; the closing usage chunk is not counted.</summary>
    public const int ChunksPerStream = 100;

    /// <summary>A stream takes more than half a second; a shorter run could end before the first one does.</summary>
    public const int LeastStreamSeconds = 3;

    public static LoadShape One { get; } = new("1", 1, false);

    public static LoadShape SixtyFour { get; } = new("64", 64, false);

    public static LoadShape Streams { get; } = new("streams", 64, true);

    public static IReadOnlyList<LoadShape> All { get; } = [One, new("16", 16, false), SixtyFour, Streams];

    public string Title => IsStream ? $"{Connections} streams" : $"{Connections} connections".Replace("1 connections", "1 connection");

    public static LoadShape ByName(string name) => All.Single(load => load.Name == name);
}
