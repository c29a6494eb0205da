using System.Diagnostics.Metrics;

namespace Farebox.Server.Watching;

/// <summary>
/// Something that is read when somebody asks, and costs nothing otherwise. The server's root says what there is, so that this folder need
/// not know the others.
/// </summary>
/// <param name="Name">In OpenTelemetry's spelling.</param>
/// <param name="Unit">In UCUM, such as <c>By</c> or <c>{call}</c>.</param>
/// <param name="Read">Neither blocks for long nor throws.</param>
internal sealed record Gauge(string Name, string Unit, string Help, Func<IEnumerable<Measurement<long>>> Read)
{
    /// <summary>Whether it only ever grows.</summary>
    public bool IsCounter { get; init; }

    /// <summary>One number without labels.</summary>
    public static Gauge Of(string name, string unit, string help, Func<long> read) => new(name, unit, help, () => [new Measurement<long>(read())]);
}
