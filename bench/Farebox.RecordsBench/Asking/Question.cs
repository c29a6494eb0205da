using Farebox.Server.UsageLog;

namespace Farebox.RecordsBench.Asking;

/// <summary>One query: as it is asked over the wire, and as the server's store takes it, for its plan.</summary>
internal sealed record Question(string Name, string Path, RecordSumQuery? Sums, RequestLogFilter? Filter);
