using Farebox.Cli.Profiles;
using Farebox.Cli.Terminal;

namespace Farebox.Cli.Connecting;

/// <summary>
/// Pairs a credential with an address. The rule, told in docs/use/command-line.md: each variable's key goes to the same
/// family's address; a recognized key never goes to a place it was not made for; what is left is the profile's.
/// </summary>
internal sealed class ConnectionResolver(string? baseUrlOption, Func<string, string?> variable, Profile profile)
{
    private const string FareboxKey = "FAREBOX_API_KEY";
    private const string OpenAIKey = "OPENAI_API_KEY";
    private const string AdminKey = "FAREBOX_ADMIN_KEY";
    private readonly Addresses _addresses = new(baseUrlOption, variable, profile);

    /// <summary>For verbs of an API key or access token.</summary>
    /// <exception cref="UsageException">There is none for the address, or it must not go there.</exception>
    public Connection ForCaller()
    {
        if (Read(FareboxKey) is { } own)
            return Explicit(own, FareboxKey);
        var withheld = "";
        if (Read(OpenAIKey) is { } other)
        {
            var target = _addresses.Option ?? _addresses.Farebox ?? _addresses.OpenAI ?? HomeOf(other, OpenAIKey);
            if (OpenAIKeyMayGo(other, target.BaseUrl))
                return To(target, other, OpenAIKey);
            withheld = $" {OpenAIKey} is not sent there: it was made for another address. If it belongs here, set OPENAI_BASE_URL.";
        }
        var address = _addresses.Option ?? _addresses.Farebox ?? _addresses.OpenAI ?? _addresses.Home;
        var server = profile.Of(address.BaseUrl);
        return server.ApiKey is { } kept
            ? FromProfile(address, server, kept)
            : throw new UsageException($"There is no API key for {address.BaseUrl}: set {FareboxKey}.{withheld}");
    }

    /// <summary>As <see cref="ForCaller"/>, for what only Farebox has: another provider's key in OPENAI_API_KEY is passed over.</summary>
    public Connection ForFarebox()
    {
        if (Read(FareboxKey) is { } own)
            return Explicit(own, FareboxKey);
        if (Read(OpenAIKey) is { } other && CredentialShape.MakerOf(other) == CredentialMaker.Farebox)
            return ForCaller();
        var address = Preferred(null);
        var server = profile.Of(address.BaseUrl);
        return server.ApiKey is { } kept
            ? FromProfile(address, server, kept)
            : throw new UsageException($"There is no Farebox API key for {address.BaseUrl}: set {FareboxKey}.");
    }

    /// <summary>For verbs that manage.</summary>
    /// <exception cref="UsageException">As for <see cref="ForCaller"/>.</exception>
    public Connection ForAdmin() => TryAdmin()
        ?? throw new UsageException(
            $"There is no admin key for {Preferred(null).BaseUrl}: set {AdminKey} (`farebox serve` shows one at its first start).");

    /// <summary>An admin key where there is one, else an API key.</summary>
    public Connection ForReader() => TryAdmin() ?? ForFarebox();

    /// <summary>For a key that was typed or piped in: to the address named beside it, else to where such keys are made.</summary>
    public Connection ForTyped(string credential, string source)
    {
        var own = CredentialShape.MakerOf(credential) == CredentialMaker.Farebox;
        var target = _addresses.Option ?? (own ? Preferred(credential) : _addresses.OpenAI ?? HomeOf(credential, source));
        return To(target, Sendable(credential, source), source);
    }

    private Connection? TryAdmin()
    {
        if (Read(AdminKey) is { } own)
            return Explicit(own, AdminKey);
        var address = Preferred(null);
        var server = profile.Of(address.BaseUrl);
        return server.AdminKey is { } kept ? FromProfile(address, server, kept) : null;
    }

    /// <summary>A key from one of Farebox's own variables: whoever set it meant this program, not yet any address.</summary>
    private Connection Explicit(string credential, string source)
    {
        var target = Preferred(credential);
        var maker = CredentialShape.MakerOf(credential);
        var named = target == _addresses.Option || target == _addresses.Farebox;
        if (maker == CredentialMaker.Farebox && Addresses.IsOpenAI(target.BaseUrl))
            throw new UsageException(
                $"{source} holds a Farebox key, and {target.BaseUrl} (from {target.Source}) is OpenAI's: it is not sent.");
        if (maker == CredentialMaker.OpenAI && !named && !Addresses.IsOpenAI(target.BaseUrl))
            throw new UsageException(
                $"{source} holds a key of OpenAI's, and {target.BaseUrl} (from {target.Source}) is not theirs: it is not sent."
                + " Name the address with --base-url if it belongs there.");
        return To(target, credential, source);
    }

    private Address Preferred(string? credential) =>
        _addresses.Option ?? _addresses.Farebox ?? (OpenAIAddressIsOurs(credential) ? _addresses.OpenAI : null) ?? _addresses.Home;

    /// <summary>
    /// OPENAI_BASE_URL serves Farebox's keys too (OpenAI's own clients read it), unless it stands there for another
    /// provider: it is OpenAI's, or its own key beside it is not Farebox's.
    /// </summary>
    private bool OpenAIAddressIsOurs(string? credential)
    {
        if (_addresses.OpenAI is not { } address || Addresses.IsOpenAI(address.BaseUrl))
            return false;
        var beside = variable(OpenAIKey);
        return beside is null || beside == credential || CredentialShape.MakerOf(beside) == CredentialMaker.Farebox;
    }

    private bool OpenAIKeyMayGo(string credential, string baseUrl) => CredentialShape.MakerOf(credential) switch
    {
        CredentialMaker.Farebox => !Addresses.IsOpenAI(baseUrl),
        _ when baseUrl == _addresses.OpenAI?.BaseUrl => true,
        CredentialMaker.OpenAI => Addresses.IsOpenAI(baseUrl),
        _ => !_addresses.IsKnownFarebox(baseUrl),
    };

    /// <summary>Where a key goes when no address was named.</summary>
    private Address HomeOf(string credential, string source) => CredentialShape.MakerOf(credential) switch
    {
        CredentialMaker.Farebox => _addresses.Home,
        CredentialMaker.OpenAI => new Address(Addresses.OpenAIUrl, "the key's shape"),
        _ => CredentialShape.MayBeOpenAI(credential)
            ? new Address(Addresses.OpenAIUrl, "the key's shape")
            : throw new UsageException($"The key from {source} is neither Farebox's nor OpenAI's: name its address with --base-url."),
    };

    private string? Read(string name) => variable(name) is { } value ? Sendable(value, name) : null;

    private static string Sendable(string credential, string source) => CredentialShape.IsSendable(credential)
        ? credential
        : throw new UsageException($"The key from {source} holds spaces, line ends or other characters that no key has.");

    private static Connection To(Address address, string credential, string source) =>
        new(address.BaseUrl, address.Source, credential, source);

    private static Connection FromProfile(Address address, ServerProfile server, string credential) =>
        To(address, credential, "the profile") with { OrganizationId = server.OrganizationId, ProjectId = server.ProjectId };
}
