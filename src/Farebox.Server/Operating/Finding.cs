using Farebox.Contracts.Operating;

namespace Farebox.Server.Operating;

/// <summary>Makes checks of what was found.</summary>
internal static class Finding
{
    /// <summary>Of what a check is about, so many are named.</summary>
    public const int MostSubjects = 20;

    /// <summary>Nothing is wrong.</summary>
    public static HealthCheck Fine(string id, string message) => new(id, HealthStatuses.Ok, message, null, []);

    /// <summary>Somebody should look at it.</summary>
    public static HealthCheck Warning(string id, string message, string action, params IEnumerable<string> subjects) =>
        new(id, HealthStatuses.Warning, message, action, [.. subjects.Take(MostSubjects)]);

    /// <summary>Calls fail because of it.</summary>
    public static HealthCheck Failing(string id, string message, string action, params IEnumerable<string> subjects) =>
        new(id, HealthStatuses.Failing, message, action, [.. subjects.Take(MostSubjects)]);
}
