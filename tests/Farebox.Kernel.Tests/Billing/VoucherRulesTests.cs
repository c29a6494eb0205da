using Farebox.Kernel.Billing;

namespace Farebox.Kernel.Tests.Billing;

public sealed class VoucherRulesTests
{
    [Theory]
    [InlineData(null, null, null, VoucherState.Active)]
    [InlineData(null, null, 101L, VoucherState.Active)]
    [InlineData(null, null, 100L, VoucherState.Expired)]
    [InlineData(null, 50L, null, VoucherState.Revoked)]
    [InlineData(null, 50L, 60L, VoucherState.Revoked)]
    [InlineData(50L, null, 60L, VoucherState.Redeemed)]
    public void StateOf_IsWhatCameFirst(long? redeemedAt, long? revokedAt, long? expiresAt, VoucherState state) =>
        Assert.Equal(state, VoucherRules.StateOf(redeemedAt, revokedAt, expiresAt, 100));
}
