using Farebox.Contracts.Usage;

namespace Farebox.Client.Usage;

/// <summary>One record of a log that is followed.</summary>
/// <param name="Json">Exactly as the server wrote it.</param>
/// <param name="Cursor">Where to go on after this one, see <see cref="LogsClient.FollowAsync"/>.</param>
public sealed record LogEvent(RequestLog Log, string Json, string? Cursor);
