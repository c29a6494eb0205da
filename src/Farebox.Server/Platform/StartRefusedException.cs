namespace Farebox.Server.Platform;

/// <summary>The server must not start as it is set up. The message says why, naming the option, and is all that an operator needs.</summary>
public sealed class StartRefusedException(string message, Exception? inner = null) : Exception(message, inner);
