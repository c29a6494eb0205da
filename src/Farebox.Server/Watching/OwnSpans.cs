using System.Diagnostics;
using OpenTelemetry;

namespace Farebox.Server.Watching;

/// <summary>
/// Sends spans in batches from a thread of its own. Sources are listened to by name, and another Farebox in this process has one of the same
/// name: its spans are left to it.
/// </summary>
internal sealed class OwnSpans(BaseExporter<Activity> exporter, ActivitySource source) : BatchActivityExportProcessor(exporter)
{
    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        if (ReferenceEquals(data.Source, source)) base.OnEnd(data);
    }
}
