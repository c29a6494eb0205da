using Farebox.Contracts.Organizations;

namespace Farebox.Server.Accounts;

/// <summary>One row of <c>organizations</c>. Times are Unix milliseconds.</summary>
internal sealed record OrganizationRow
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required long CreatedAt { get; init; }
    public long? ArchivedAt { get; init; }

    /// <summary>As it goes out.</summary>
    public Organization ToContract() => new(
        "organization", Id, Name, ArchivedAt is null ? "active" : "archived", CreatedAt / 1000, ArchivedAt / 1000);
}
