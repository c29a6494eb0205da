using Farebox.Kernel.CallLog;

namespace Farebox.Kernel.Tests.CallLog;

public sealed class CallLogRulesTests
{
    [Fact]
    public void Effective_NothingSaid_IsOffForThirtyDays() => Assert.Equal((CallLogMode.Off, 30), CallLogRules.Effective(default, default));

    [Fact]
    public void Effective_Organization_HoldsWhereTheProjectSaysNothing() => Assert.Equal(
        (CallLogMode.Redacted, 7), CallLogRules.Effective(new(CallLogMode.Redacted, 90), new(null, 7)));

    [Fact]
    public void Effective_Project_GoesBeforeTheOrganization() => Assert.Equal(
        (CallLogMode.Off, 90), CallLogRules.Effective(new(CallLogMode.Full, 90), new(CallLogMode.Off, null)));

    [Fact]
    public void Patterns_OfTheProject_AreAddedToTheOrganizations() => Assert.Equal(["a", "b", "c"], CallLogRules.Patterns(["a", "b"], ["b", "c"]));
}
