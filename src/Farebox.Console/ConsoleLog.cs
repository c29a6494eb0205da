using Microsoft.Extensions.Logging;

namespace Farebox.ConsolePages;

/// <summary>What is logged about pages: what the API itself cannot log.</summary>
internal static partial class ConsoleLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A page found the API of its own server unreachable: {Reason}")]
    public static partial void Unreachable(ILogger logger, string reason);
}
