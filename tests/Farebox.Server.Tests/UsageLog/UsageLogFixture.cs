using Farebox.Kernel.Credentials;
using Farebox.Kernel.Metering;
using Farebox.Kernel.Money;
using Farebox.Kernel.Routing;
using Farebox.Server.Platform;
using Farebox.Server.Settlement;
using Farebox.Server.Storage;
using Farebox.Server.UsageLog;
using Farebox.Server.UsageLog.Slices;
using Farebox.Testing.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.UsageLog;

/// <summary>A Farebox whose usage records the test writes itself, through the journal, at times of its choosing.</summary>
public abstract class UsageLogFixture : IAsyncLifetime
{
    /// <summary>2026-01-15 00:00:00 UTC.</summary>
    protected const long Day = 1_768_435_200;

    private ulong _random = 1;

    protected RunningFarebox Farebox { get; private set; } = null!;

    protected string OrganizationId { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Farebox = await RunningFarebox.StartAsync();
        OrganizationId = (await Farebox.GetAsync("/v1/organization")).GetProperty("id").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        await Farebox.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes a record of a call that began at this Unix second and returns its id.</summary>
    protected async Task<string> WriteAsync(long second, Func<Call, Call>? change = null) => (await WriteRecordAsync(second, change)).Id;

    /// <summary>As <see cref="WriteAsync"/>, with the record.</summary>
    protected async Task<(string Id, UsageRecord Record)> WriteRecordAsync(long second, Func<Call, Call>? change = null)
    {
        var call = (change ?? (same => same))(new Call { OrganizationId = OrganizationId, ProjectId = Farebox.ProjectId });
        var startedMs = (second * 1000) + call.Millisecond;
        var id = new RequestId(((UInt128)(ulong)startedMs << 80) | _random++);
        var grant = new Grant
        {
            Kind = CredentialKind.ApiKey, KeyId = call.KeyId, SecretId = "sec_1", TokenId = call.TokenId, OrganizationId = call.OrganizationId,
            ProjectId = call.ProjectId, Name = "test", Scopes = Scopes.AnyApiKey, Models = ModelSet.All, User = call.User,
        };
        var record = new UsageRecord
        {
            Call = new CallIdentity(id, startedMs, grant, call.Surface, call.Stream, call.RequestedModel, call.Model, "client-1"),
            UpstreamId = "up_1", UpstreamModel = "real-" + call.Model, Usage = new TokenUsage(call.Input, call.Cached, call.Output, 1, UsageSource.Reported),
            Outcome = call.Outcome, Status = call.Status, ErrorCode = call.Status == 200 ? null : "upstream_error", Attempts = 2, DurationUs = call.DurationUs,
            FirstByteUs = call.FirstByteUs, UpstreamUs = 34, Quote = new NanoUsd(5000), Charge = new NanoUsd(call.ChargeNano), Overrun = new NanoUsd(7), PriceVersion = "price_1",
        };
        var settled = new SettledCall(record, null, null, Farebox.Services.GetRequiredService<RolledTo>());
        var journal = Farebox.Services.GetRequiredService<Database>().Journal;
        var durable = settled.Durable;
        journal.Append(settled);
        await durable;
        return (id.ToString(), record);
    }

    protected sealed record Call
    {
        public required string OrganizationId { get; init; }
        public required string ProjectId { get; init; }
        public int Millisecond { get; init; }
        public string KeyId { get; init; } = "key_1";
        public string? TokenId { get; init; }
        public string? User { get; init; }
        public Surface Surface { get; init; } = Surface.ChatCompletions;
        public bool Stream { get; init; }
        public string? RequestedModel { get; init; } = "gpt-3.5-turbo";
        public string? Model { get; init; } = "small";
        public long Input { get; init; } = 10;
        public long Cached { get; init; } = 4;
        public long Output { get; init; } = 5;
        public Outcome Outcome { get; init; } = Outcome.Completed;
        public int Status { get; init; } = 200;
        public long DurationUs { get; init; } = 1234;
        public long? FirstByteUs { get; init; } = 234;
        public long ChargeNano { get; init; } = 1_200;
    }
}
