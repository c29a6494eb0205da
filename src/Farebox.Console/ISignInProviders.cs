namespace Farebox.ConsolePages;

/// <summary>A provider by which people sign in.</summary>
/// <param name="Address">Where to begin.</param>
public sealed record SignInChoice(string Name, string Address);

/// <summary>A provider on the visitor's account page.</summary>
/// <param name="Email">Whom the provider knows them as; null when they are not linked.</param>
/// <param name="LinkAddress">Where to begin to be linked; null when they are.</param>
public sealed record AccountProvider(string Id, string Name, bool IsLinked, string? Email, string? LinkAddress);

/// <summary>Other ways to sign in than by password. Implemented by the server.</summary>
public interface ISignInProviders
{
    /// <summary>None, unless the operator set some up.</summary>
    IReadOnlyList<SignInChoice> Choices { get; }

    Task<IReadOnlyList<AccountProvider>> ListAsync(HttpContext context, Visitor visitor);

    /// <summary>Null when it is gone; otherwise the word for why not.</summary>
    Task<string?> RemoveAsync(HttpContext context, Visitor visitor, string id);
}
