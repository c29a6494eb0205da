using Farebox.Kernel.Credentials;
using Farebox.Kernel.Metering;
using Farebox.Kernel.Money;
using Farebox.Kernel.Routing;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Farebox.Server.Settlement;
using Farebox.Server.Storage;
using Farebox.Server.UsageLog;
using Farebox.Server.UsageLog.Slices;
using Farebox.Testing.Server;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farebox.Server.Tests.UsageLog.Slices;

/// <summary>A store with usage records and their slices, which can be restarted. What was written is known besides.</summary>
public abstract class SliceTest : IAsyncLifetime
{
    // So small that a few hundred records make many.
    private const int SliceRecords = 32;

    private readonly FareboxOptions _options = new() { Data = Path.Combine(Path.GetTempPath(), "farebox-slices-" + Path.GetRandomFileName()) };
    private RolledTo _rolledTo = new();
    private ulong _random = 1;

    internal Database Database { get; private set; } = null!;

    internal SliceMaker Maker { get; private set; } = null!;

    internal RecordSumStore Sums { get; private set; } = null!;

    internal UsageRetentionStore Retention { get; private set; } = null!;

    internal UsageQueryStore Records { get; private set; } = null!;

    protected ManualTimeProvider Clock { get; } = new();

    /// <summary>Every record that the store should have.</summary>
    protected List<UsageRecord> Written { get; } = [];

    protected long NowMs => Clock.GetUtcNow().ToUnixTimeMilliseconds();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        Open();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Database.Dispose();
        Directory.Delete(_options.Data, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Opens the store anew, as the next process would.</summary>
    protected void Restart()
    {
        Database.Dispose();
        Open();
    }

    /// <summary>Makes all slices that can be made.</summary>
    protected async Task MakeAllAsync()
    {
        while (await Maker.AdvanceAsync(Cancellation)) Cancellation.ThrowIfCancellationRequested();
        while (await Maker.FoldAsync(Cancellation) > 0) Cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Writes records as calls do that end now.</summary>
    protected async Task WriteAsync(params IEnumerable<UsageRecord> records)
    {
        foreach (var record in records)
        {
            var settled = new SettledCall(record, null, null, _rolledTo);
            var durable = settled.Durable;
            Database.Journal.Append(settled);
            await durable;
            Written.Add(record);
        }
    }

    /// <summary>A record of a call whose id was made, and which began, at these Unix milliseconds.</summary>
    protected UsageRecord Record(long idMs, long? startedMs = null, string organization = "org_1", string project = "proj_1", string key = "key_1", string? token = null,
        string? user = null, string? requested = "small", string? model = "small", Outcome outcome = Outcome.Completed, int status = 200, long output = 5,
        Surface surface = Surface.ChatCompletions)
    {
        var grant = new Grant
        {
            Kind = CredentialKind.ApiKey, KeyId = key, SecretId = "sec_1", TokenId = token, OrganizationId = organization, ProjectId = project, Name = "test",
            Scopes = Scopes.AnyApiKey, Models = ModelSet.All, User = user,
        };
        return new UsageRecord
        {
            Call = new CallIdentity(new RequestId(((UInt128)(ulong)idMs << 80) | _random++), startedMs ?? idMs, grant, surface, false, requested, model, null),
            Usage = new TokenUsage(output * 7, output, output, 1, UsageSource.Reported), Outcome = outcome, Status = status, Attempts = 1,
            DurationUs = 1000 + output, FirstByteUs = output % 3 == 0 ? null : output,
            Charge = new NanoUsd(output * 1_000_003),
        };
    }

    private void Open()
    {
        Database = new Database(DataDirectory.Open(_options), _options, Clock, NullLogger<JournalWriter>.Instance);
        _rolledTo = new RolledTo();
        Maker = new SliceMaker(Database, new SliceStore(Database, _rolledTo), new SliceProgressStore(Database), Clock, SliceRecords);
        Sums = new RecordSumStore(Database);
        Retention = new UsageRetentionStore(Database);
        Records = new UsageQueryStore(Database, Sums);
    }
}
