namespace Farebox.ConsolePages;

/// <summary>A provider by which people sign in.</summary>
/// <param name="Address">Where to begin.</param>
public sealed record SignInChoice(string Name, string Address);

/// <summary>A provider on the visitor's account page.</summary>
/// <param name="Email">Whom the provider knows them as; null when they are not linked.</param>
public sealed record AccountProvider(string Id, string Name, bool IsLinked, string? Email);

/// <summary>What came of asking to be linked.</summary>
/// <param name="Address">Where to go on, at the provider; null when it is refused.</param>
/// <param name="Error">The word for why not.</param>
/// <param name="Wait">Set when it was tried too often: how long not to.</param>
public sealed record LinkResult(string? Address, string? Error = null, TimeSpan? Wait = null);

/// <summary>Other ways to sign in than by password. Implemented by the server.</summary>
public interface ISignInProviders
{
    /// <summary>None, unless the operator set some up.</summary>
    IReadOnlyList<SignInChoice> Choices { get; }

    Task<IReadOnlyList<AccountProvider>> ListAsync(Visitor visitor);

    /// <summary>Asks for the password, and for a code where an authenticator is on: whoever is linked can sign in as the visitor.</summary>
    Task<LinkResult> LinkAsync(HttpContext context, Visitor visitor, string id, string password, string code);

    /// <summary>Null when it is gone; otherwise the word for why not.</summary>
    Task<string?> RemoveAsync(HttpContext context, Visitor visitor, string id);
}
