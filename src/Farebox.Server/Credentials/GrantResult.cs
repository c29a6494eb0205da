using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.Credentials;

/// <summary>What became of the credential of one call: a grant and the organization it acts on, or the error to answer with.</summary>
/// <param name="Grant">Null exactly when there is an error.</param>
/// <param name="OrganizationId">
/// The grant's own organization, or the one that an operator's key named. Null exactly when there is an error.
/// </param>
public readonly record struct GrantResult(Grant? Grant, string? OrganizationId, ApiError? Error);
