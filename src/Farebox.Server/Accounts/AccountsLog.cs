namespace Farebox.Server.Accounts;

/// <summary>What is logged about organizations and projects: ids only.</summary>
internal static partial class AccountsLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Organization {OrganizationId} and its project {ProjectId} made at start")]
    public static partial void FirstMade(ILogger logger, string organizationId, string projectId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Organization {OrganizationId} created by key {KeyId}")]
    public static partial void OrganizationCreated(ILogger logger, string organizationId, string keyId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Organization {OrganizationId} archived by key {KeyId}")]
    public static partial void OrganizationArchived(ILogger logger, string organizationId, string keyId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Project {ProjectId} of {OrganizationId} created by key {KeyId}")]
    public static partial void ProjectCreated(ILogger logger, string organizationId, string projectId, string keyId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Invitation {InviteId} to {OrganizationId} sent by {InviterId}")]
    public static partial void InviteSent(ILogger logger, string organizationId, string inviteId, string inviterId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Project {ProjectId} of {OrganizationId} archived by key {KeyId}")]
    public static partial void ProjectArchived(ILogger logger, string organizationId, string projectId, string keyId);

    [LoggerMessage(Level = LogLevel.Information, Message = "User {UserId} is {Role} of {OrganizationId} now, by {CallerId}")]
    public static partial void MemberChanged(ILogger logger, string userId, string organizationId, string role, string callerId);

    [LoggerMessage(Level = LogLevel.Information, Message = "User {UserId} belongs to {OrganizationId} no longer, by {CallerId}")]
    public static partial void MemberRemoved(ILogger logger, string userId, string organizationId, string callerId);

    [LoggerMessage(Level = LogLevel.Information, Message = "User {UserId} is {Status} now, by {CallerId}")]
    public static partial void UserChanged(ILogger logger, string userId, string status, string callerId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Users deleted who never confirmed their address: {Count}")]
    public static partial void SignUpsDeleted(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Users who never confirmed their address could not be deleted now")]
    public static partial void UpkeepFailed(ILogger logger, Exception exception);
}
