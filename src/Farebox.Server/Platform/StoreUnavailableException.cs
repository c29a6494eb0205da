namespace Farebox.Server.Platform;

/// <summary>The store cannot be written, or read, now; nothing was changed. Trying later may work: to a client it is 503.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
