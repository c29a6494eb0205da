using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace Farebox.Kernel.Credentials;

/// <summary>The client addresses from which a credential works; empty means everywhere. Immutable.</summary>
public sealed class AddressSet
{
    /// <summary>Everywhere.</summary>
    public static AddressSet Anywhere { get; } = new([], []);

    /// <summary>Most entries in one set.</summary>
    public const int MaxEntries = 100;

    private const int MaxEntryLength = 64;
    private const int MappedPrefixLength = 96;
    private static readonly SearchValues<char> EntryCharacters = SearchValues.Create("0123456789abcdefABCDEF.:/");

    private readonly IPNetwork[] _networks;

    private AddressSet(string[] entries, IPNetwork[] networks)
    {
        Entries = entries;
        _networks = networks;
    }

    /// <summary>The entries as written.</summary>
    public IReadOnlyList<string> Entries { get; }

    /// <summary>Whether there is no restriction.</summary>
    public bool IsAnywhere => _networks.Length == 0;

    /// <summary>The set of these addresses and CIDR ranges, or null when one of them is neither, or there are too many.</summary>
    public static AddressSet? TryCreate(IReadOnlyList<string> entries)
    {
        if (entries.Count == 0) return Anywhere;
        if (entries.Count > MaxEntries) return null;
        var networks = new IPNetwork[entries.Count];
        for (var i = 0; i < networks.Length; i++)
        {
            if (TryParse(entries[i]) is not { } network) return null;
            networks[i] = network;
        }

        return new AddressSet([.. entries], networks);
    }

    /// <summary>Whether a caller from this address is let in. IPv4 in IPv6 clothing counts as IPv4.</summary>
    public bool Contains(IPAddress? address)
    {
        if (IsAnywhere) return true;
        if (address is null) return false;
        var plain = Plain(address);
        return Array.Exists(_networks, network => network.Contains(plain));
    }

    /// <summary>Whether every address in <paramref name="other"/> is in this set too.</summary>
    public bool Includes(AddressSet other) => IsAnywhere
        || (!other.IsAnywhere && Array.TrueForAll(other._networks, inner => Array.Exists(_networks, outer => Covers(outer, inner))));

    private static bool Covers(IPNetwork outer, IPNetwork inner) =>
        outer.BaseAddress.AddressFamily == inner.BaseAddress.AddressFamily
        && outer.PrefixLength <= inner.PrefixLength
        && outer.Contains(inner.BaseAddress);

    private static IPNetwork? TryParse(string? entry)
    {
        if (entry is null || !IsPlainText(entry)) return null;
        var (text, length) = entry.Split('/') switch
        {
            [var address] => (address, null),
            [var address, var prefix] => (address, prefix),
            _ => ("", null),
        };
        if (!IPAddress.TryParse(text, out var parsed)) return null;

        // The framework reads "10.1" and "0x0a.1" as addresses: somebody who writes that means something else.
        if (parsed.AddressFamily == AddressFamily.InterNetwork && parsed.ToString() != text) return null;
        if (length is null) return Whole(Plain(parsed));
        if (!IPNetwork.TryParse(entry, out var network)) return null;
        return parsed.IsIPv4MappedToIPv6 ? Unmapped(network) : network;
    }

    private static bool IsPlainText(string entry) => entry.Length <= MaxEntryLength && !entry.AsSpan().ContainsAnyExcept(EntryCharacters);

    private static IPNetwork Whole(IPAddress address) => new(address, address.GetAddressBytes().Length * 8);

    // A range of IPv4 addresses in IPv6 clothing; one that reaches beyond them is nothing that anybody means.
    private static IPNetwork? Unmapped(IPNetwork network) =>
        network.PrefixLength < MappedPrefixLength
            ? null
            : new IPNetwork(network.BaseAddress.MapToIPv4(), network.PrefixLength - MappedPrefixLength);

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
