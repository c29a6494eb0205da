namespace Farebox.Server.Accounts.External;

/// <summary>Who a provider says that somebody is.</summary>
/// <param name="Subject">Theirs for good; addresses may pass to others.</param>
/// <param name="Email">Null when it says none.</param>
/// <param name="EmailVerified">Whether it vouches for the address.</param>
internal sealed record ProviderIdentity(string Subject, string? Email, bool EmailVerified, string? Name);

/// <summary>Something about a provider, or its answer, is not as it must be. The message is for the operator's log and holds no secret.</summary>
internal sealed class ProviderException(string message, Exception? inner = null) : Exception(message, inner);
