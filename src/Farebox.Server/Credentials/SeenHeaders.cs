using System.Runtime.CompilerServices;

namespace Farebox.Server.Credentials;

/// <summary>
/// Saves the hash of a credential that came before on the same connection: Kestrel gives each request on a connection the same string for
/// the same header. Strings are compared by reference, so that nobody learns anything from how long it takes. What is found may be out of
/// date: <see cref="CredentialCache.IsCurrent"/> tells.
/// </summary>
internal sealed class SeenHeaders
{
    // A slot each for some thousand connections. Two that share one cost each other the hash, no more.
    private const int Slots = 4096;

    private readonly Seen?[] _slots = new Seen?[Slots];

    /// <summary>What was put for this very string, or null.</summary>
    public CachedCredential? Find(string header) =>
        Volatile.Read(ref Slot(header)) is { } seen && ReferenceEquals(seen.Header, header) ? seen.Entry : null;

    /// <summary>Remembers.</summary>
    public void Put(string header, CachedCredential entry) => Volatile.Write(ref Slot(header), new Seen(header, entry));

    private ref Seen? Slot(string header) => ref _slots[RuntimeHelpers.GetHashCode(header) & (Slots - 1)];

    private sealed record Seen(string Header, CachedCredential Entry);
}
