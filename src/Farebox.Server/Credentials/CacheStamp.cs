namespace Farebox.Server.Credentials;

/// <summary>How many changes had been announced when a look-up began: what it finds is at least as new as the last of them.</summary>
internal readonly record struct CacheStamp(long Changes);
