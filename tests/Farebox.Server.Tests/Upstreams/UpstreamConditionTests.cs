using Farebox.Server.Tests.Upstreams.Eliza;
using Farebox.Server.Upstreams;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Upstreams;

public sealed class UpstreamConditionTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly FileLogs _logs = new(null);
    private readonly UpstreamCondition _condition;

    public UpstreamConditionTests() => _condition = new UpstreamCondition("up_1", _clock, _logs.CreateLogger("test"));

    public void Dispose() => _logs.Dispose();

    [Fact]
    public void Status_NewestReport_Decides()
    {
        Assert.Equal((HealthStatus.Unknown, null), (_condition.Status, _condition.LastError));
        _condition.ReportSuccess();
        Assert.Equal(HealthStatus.Healthy, _condition.Status);
        _condition.ReportFailure("broken");
        Assert.Equal((HealthStatus.Failing, "broken"), (_condition.Status, _condition.LastError));
        _condition.ReportSuccess();
        Assert.Equal((HealthStatus.Healthy, "broken"), (_condition.Status, _condition.LastError));
    }

    [Fact]
    public void Log_ManyFailures_HasOneLineAMinute()
    {
        for (var i = 0; i < 100; i++) _condition.ReportFailure($"broken {i}");
        Assert.Contains("up_1 is failing: broken 0", Assert.Single(_logs.Lines), StringComparison.Ordinal);
        Assert.Equal("broken 99", _condition.LastError);

        _clock.Advance(TimeSpan.FromSeconds(59));
        _condition.ReportFailure("broken still");
        Assert.Single(_logs.Lines);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _condition.ReportFailure("broken still");
        Assert.Equal(2, _logs.Lines.Count);
    }

    [Fact]
    public void Log_Recovery_IsToldOnce()
    {
        _condition.ReportSuccess();
        Assert.Empty(_logs.Lines);
        _condition.ReportFailure("broken");
        _condition.ReportSuccess();
        _condition.ReportSuccess();
        Assert.Equal(2, _logs.Lines.Count);
        Assert.Contains("answers again", _logs.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Message_SecretLinesAndLength_AreTakenOut()
    {
        _condition.Secret = "sk-very-secret";
        _condition.ReportFailure("key sk-very-secret\r\nis wrong " + new string('x', 1000));
        Assert.StartsWith("key ***  is wrong xxx", _condition.LastError, StringComparison.Ordinal);
        Assert.Equal(501, _condition.LastError!.Length);
        Assert.All(_logs.Lines, line => Assert.DoesNotContain("sk-very-secret", line, StringComparison.Ordinal));
    }
}
