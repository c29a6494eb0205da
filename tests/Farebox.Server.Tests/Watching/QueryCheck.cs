using Farebox.Contracts;
using Farebox.Contracts.Usage;
using Farebox.Server.Limits;
using Farebox.Kernel.Limits;

namespace Farebox.Server.Tests.Watching;

/// <summary>Holds queries against what a real endpoint gave.</summary>
internal static class QueryCheck
{
    private const string Variable = "$model";

    // What has not happened in the test, and can: the words of closed sets.
    private static readonly HashSet<string> Words =
    [
        .. typeof(ErrorCodes).GetFields().Select(field => (string)field.GetRawConstantValue()!),
        .. typeof(Outcomes).GetFields().Select(field => (string)field.GetRawConstantValue()!),
        .. LimitKinds.All.Select(LimitWords.Of),
    ];

    /// <summary>What is wrong with a query; empty when it will find what it asks for.</summary>
    /// <param name="shown">Labels that are shown of its result, beside those that it groups by.</param>
    public static List<string> Faults(string text, Exposition metrics, params IEnumerable<string> shown)
    {
        PromQuery query;
        try
        {
            query = PromQuery.Parse(text);
        }
        catch (Exception e) when (e is FormatException or ArgumentOutOfRangeException)
        {
            return [e.Message];
        }

        var faults = new List<string>();
        if (query.Selectors.Count == 0) faults.Add("It asks for nothing.");
        foreach (var selector in query.Selectors)
        {
            var samples = metrics.Samples(selector.Metric).ToList();
            if (samples.Count == 0) faults.Add($"There is no metric {selector.Metric}.");
            faults.AddRange(query.Groups.Concat(shown).Where(label => samples.Count > 0 && !samples.Exists(sample => sample.Labels.ContainsKey(label)))
                .Select(label => $"{selector.Metric} has no label {label}."));
            foreach (var (label, matching, value) in selector.Matchers)
            {
                var values = samples.Where(sample => sample.Labels.ContainsKey(label)).Select(sample => sample.Labels[label]).ToHashSet();
                if (values.Count == 0) faults.Add($"{selector.Metric} has no label {label}.");
                else if (matching == "=~" && value == Variable) continue;
                else if (matching != "=" || (!values.Contains(value) && !Words.Contains(value))) faults.Add($"{label} is never {value}.");
            }
        }

        return faults;
    }
}
