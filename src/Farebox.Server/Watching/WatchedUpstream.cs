namespace Farebox.Server.Watching;

/// <summary>An upstream as metrics and spans name it.</summary>
/// <param name="Name">The operator's name for it.</param>
/// <param name="Provider">Whose shape of API it speaks.</param>
internal readonly record struct WatchedUpstream(string Name, string Provider);
