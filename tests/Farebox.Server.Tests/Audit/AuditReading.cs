using Farebox.Server.Audit;
using Farebox.Server.Storage;
using Farebox.Testing.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Audit;

/// <summary>Reads a running server's audit log beside the API.</summary>
internal static class AuditReading
{
    public static Task<List<AuditRow>> AllAsync(RunningFarebox farebox) =>
        farebox.Services.GetRequiredService<Database>().ReadAsync(connection => AuditStore.All(connection).ToList());

    public static Task<AuditReport> VerifyAsync(RunningFarebox farebox) =>
        Task.Run(() => AuditVerification.Run(DataDirectory.StorePathIn(farebox.Options.Data), isCopy: false));
}
