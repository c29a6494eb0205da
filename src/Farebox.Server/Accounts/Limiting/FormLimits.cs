using System.Net.Sockets;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Accounts.Limiting;

/// <summary>How often strangers may try the forms of the console: by the address that they type, known or not, and by where they come from.</summary>
internal sealed class FormLimits(FareboxOptions options, TimeProvider clock)
{
    private const int MaxNames = 50_000;
    private const int MaxNameLength = 254;
    private const int NetworkBytes = 8;
    private static readonly TimeSpan SignInLength = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LetterLength = TimeSpan.FromHours(1);

    private readonly SlidingWindow _signInsOfAddress = new(options.SignInsPerAddress, SignInLength, MaxNames, clock);
    private readonly SlidingWindow _signInsOfClient = new(options.SignInsPerClient, SignInLength, MaxNames, clock);
    private readonly SlidingWindow _lettersOfAddress = new(options.LettersPerAddress, LetterLength, MaxNames, clock);
    private readonly SlidingWindow _lettersOfClient = new(options.LettersPerClient, LetterLength, MaxNames, clock);

    /// <summary>For whatever checks a password, a code or a link. Null when it may go on; otherwise how long to wait.</summary>
    /// <param name="who">An e-mail address, or a user's id.</param>
    public TimeSpan? SignIn(HttpContext context, string who) => SignIn(context) ?? _signInsOfAddress.Take(NameOf(who));

    /// <summary>The same for what names nobody yet.</summary>
    public TimeSpan? SignIn(HttpContext context) => _signInsOfClient.Take(ClientOf(context));

    /// <summary>For whatever sends a letter that a stranger asks for.</summary>
    public TimeSpan? Letter(HttpContext context, string to) => _lettersOfClient.Take(ClientOf(context)) ?? Letter(to);

    /// <summary>For letters that somebody known asks for.</summary>
    public TimeSpan? Letter(string to) => _lettersOfAddress.Take(NameOf(to));

    // Cut: memory is bounded by the number of names.
    private static string NameOf(string who)
    {
        var text = who.Trim().ToUpperInvariant();
        return text.Length > MaxNameLength ? text[..MaxNameLength] : text;
    }

    // Of IPv6 the network: whoever has one address of it has all of them.
    private static string ClientOf(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, NetworkBytes))
            : address.ToString();
    }
}
