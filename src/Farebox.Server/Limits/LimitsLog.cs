namespace Farebox.Server.Limits;

/// <summary>What is logged about limits: ids only.</summary>
internal static partial class LimitsLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Limits of {SubjectId} on {Model} {Change} by key {KeyId}")]
    public static partial void Changed(ILogger logger, string subjectId, string model, string change, string keyId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Tier of organization {OrganizationId} {Change} by key {KeyId}")]
    public static partial void TierChanged(ILogger logger, string organizationId, string change, string keyId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Organization {OrganizationId} has spent enough for tier {Tier}")]
    public static partial void TierReached(ILogger logger, string organizationId, string tier);
}
