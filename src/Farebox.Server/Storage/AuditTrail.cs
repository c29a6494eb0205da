using Farebox.Server.Platform;

namespace Farebox.Server.Storage;

/// <summary>Takes down what a management write does while it does it: see <see cref="Database.WriteAsync"/>.</summary>
public sealed class AuditTrail
{
    private readonly List<AuditEntry> _entries = new(1);

    /// <summary>In the order in which they were added.</summary>
    public IReadOnlyList<AuditEntry> Entries => _entries;

    /// <summary>Takes down what was done.</summary>
    public void Add(AuditEntry entry) => _entries.Add(entry);
}
