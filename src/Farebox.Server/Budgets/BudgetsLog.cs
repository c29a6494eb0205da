namespace Farebox.Server.Budgets;

/// <summary>What is logged about budgets and balances: ids only.</summary>
internal static partial class BudgetsLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Budget {BudgetId} of {SubjectId} {Change} by key {KeyId}")]
    public static partial void Changed(ILogger logger, string budgetId, string subjectId, string change, string keyId);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Budget {BudgetId} of {SubjectId} in organization {OrganizationId} is spent to {Percent} % in period {Period}")]
    public static partial void ThresholdReached(
        ILogger logger, string budgetId, string subjectId, string organizationId, int percent, string period);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The credit balance of organization {OrganizationId} is low")]
    public static partial void BalanceLow(ILogger logger, string organizationId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An event about money could not be written; the next charge raises it again")]
    public static partial void EventLost(ILogger logger, Exception exception);
}
