using Farebox.Kernel.Credentials;

namespace Farebox.Kernel.Tests.Credentials;

public sealed class KeyStateTests
{
    [Theory]
    [InlineData(null, null, null, null, KeyStatus.Active)]
    [InlineData(101L, null, null, null, KeyStatus.Active)]
    [InlineData(100L, null, null, null, KeyStatus.Expired)]
    [InlineData(null, 5L, null, null, KeyStatus.Disabled)]
    [InlineData(null, null, 5L, null, KeyStatus.Revoked)]
    [InlineData(null, null, null, 5L, KeyStatus.OwnerArchived)]
    [InlineData(1L, 5L, 5L, 5L, KeyStatus.Revoked)]
    public void At_100_TellsTheReasonThatLastsLongest(long? expires, long? disabled, long? revoked, long? archived, KeyStatus status) =>
        Assert.Equal(status, new KeyState(expires, disabled, revoked, archived).At(100));
}
