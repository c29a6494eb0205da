namespace Farebox.Contracts.Organizations;

/// <summary>OpenAI's <c>organization.invite</c>: somebody who was asked to join.</summary>
/// <param name="Role"><c>owner</c>, <c>admin</c>, <c>member</c>, <c>billing</c> or <c>viewer</c>.</param>
/// <param name="Status"><c>pending</c>, <c>accepted</c> or <c>expired</c>.</param>
/// <param name="CreatedAt">Unix seconds; of the last letter, where there were several.</param>
/// <param name="Projects">Always empty: a member belongs to the whole organization.</param>
public sealed record Invite(
    string Object, string Id, string Email, string Role, string Status, long CreatedAt, long ExpiresAt, long? AcceptedAt,
    IReadOnlyList<InvitedProject> Projects);

/// <summary>What OpenAI's invitations name projects by. There is none in ours.</summary>
public sealed record InvitedProject(string Id, string Role);

/// <summary>Body of inviting somebody.</summary>
/// <param name="Projects">Absent or empty.</param>
public sealed record InviteRequest(string? Email, string? Role, IReadOnlyList<InvitedProject>? Projects = null);
