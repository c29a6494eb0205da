using Farebox.Server.Platform.Options;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Hardening;

/// <summary>Options of the server that the tests of a class share.</summary>
public interface IHouseRules
{
    static abstract void Apply(FareboxOptions options);
}

/// <summary>The options as they come.</summary>
public sealed class UsualRules : IHouseRules
{
    public static void Apply(FareboxOptions options)
    {
    }
}

/// <summary>A Farebox before one scripted upstream, with a key: one for all tests of a class, because many of them ask one small thing each.</summary>
public sealed class House<TRules> : IAsyncLifetime
    where TRules : IHouseRules
{
    public ScriptedUpstream Upstream { get; } = ScriptedUpstream.Start();

    public RunningFarebox Farebox { get; private set; } = null!;

    public string Key { get; private set; } = "";

    public HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Farebox = await RunningFarebox.StartAsync([Upstream], TRules.Apply);
        Key = await Farebox.NewKeyAsync();
        Client = Farebox.With(Key);
    }

    public async ValueTask DisposeAsync()
    {
        await Farebox.DisposeAsync();
        await Upstream.DisposeAsync();
        Assert.Empty(Upstream.Faults);
    }
}
