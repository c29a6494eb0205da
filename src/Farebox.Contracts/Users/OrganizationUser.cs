namespace Farebox.Contracts.Users;

/// <summary>OpenAI's <c>organization.user</c>: somebody who belongs to an organization.</summary>
/// <param name="Object">Always <c>organization.user</c>.</param>
/// <param name="Role">Of <see cref="MemberRoles"/>.</param>
/// <param name="Status"><c>active</c>, or <c>disabled</c> by an operator: then they cannot sign in.</param>
/// <param name="AddedAt">Unix seconds.</param>
public sealed record OrganizationUser(string Object, string Id, string Name, string Email, string Role, string Status, long AddedAt);

/// <summary>Body of changing a member's role.</summary>
public sealed record UserRoleRequest(string? Role);
