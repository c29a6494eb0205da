namespace Farebox.Server.Credentials;

/// <summary>The access tokens that a route is about: those of a key, or only those that came from one of its tokens.</summary>
/// <param name="TokenId">Null for all of the key's.</param>
internal readonly record struct TokenFamily(string OrganizationId, string ProjectId, string KeyId, string? TokenId);
