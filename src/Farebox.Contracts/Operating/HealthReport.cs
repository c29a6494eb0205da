namespace Farebox.Contracts.Operating;

/// <summary>What is wrong with the installation, and what to do about it.</summary>
/// <param name="Object">Always <c>health_report</c>.</param>
/// <param name="Status">The worst of the checks': of <see cref="HealthStatuses"/>.</param>
/// <param name="CreatedAt">Unix seconds.</param>
/// <param name="Checks">All that were made, whatever they found.</param>
public sealed record HealthReport(string Object, string Status, long CreatedAt, IReadOnlyList<HealthCheck> Checks);

/// <summary>One thing that was looked at.</summary>
/// <param name="Id">What was, in a word that does not change.</param>
/// <param name="Status">Of <see cref="HealthStatuses"/>.</param>
/// <param name="Message">What was found, in a sentence.</param>
/// <param name="Action">What to do, in a sentence; null when there is nothing.</param>
/// <param name="Subjects">What it is about: names of upstreams, models or organizations, addresses, amounts; up to 20.</param>
public sealed record HealthCheck(string Id, string Status, string Message, string? Action, IReadOnlyList<string> Subjects);

/// <summary>How a check ends.</summary>
public static class HealthStatuses
{
    public const string Ok = "ok";

    /// <summary>Somebody should look at it.</summary>
    public const string Warning = "warning";

    /// <summary>Calls fail because of it.</summary>
    public const string Failing = "failing";
}
