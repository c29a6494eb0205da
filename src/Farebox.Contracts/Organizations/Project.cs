namespace Farebox.Contracts.Organizations;

/// <summary>OpenAI's <c>organization.project</c>.</summary>
/// <param name="Status"><c>active</c> or <c>archived</c>; an archived project's keys do not work.</param>
/// <param name="CreatedAt">Unix seconds.</param>
public sealed record Project(string Object, string Id, string Name, string Status, long CreatedAt, long? ArchivedAt);

/// <summary>Body of creating or renaming a project.</summary>
public sealed record ProjectRequest(string? Name);
