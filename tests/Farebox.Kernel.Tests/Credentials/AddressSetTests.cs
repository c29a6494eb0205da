using System.Net;
using Farebox.Kernel.Credentials;

namespace Farebox.Kernel.Tests.Credentials;

public sealed class AddressSetTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7", true)]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7", true)]
    [InlineData("::ffff:192.0.2.0/120", "192.0.2.9", true)]
    [InlineData("10.0.0.0/8", "10.255.0.1", true)]
    [InlineData("10.0.0.0/8", "11.0.0.1", false)]
    [InlineData("10.0.0.1/8", "10.2.3.4", true)]
    [InlineData("2001:db8::/32", "2001:db8:1::9", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("0.0.0.0/0", "::1", false)]
    public void Contains_Address_FollowsTheEntry(string entry, string address, bool contained) =>
        Assert.Equal(contained, AddressSet.TryCreate([entry])!.Contains(IPAddress.Parse(address)));

    [Fact]
    public void Contains_UnknownAddress_OnlyWithoutRestriction()
    {
        Assert.True(AddressSet.Anywhere.Contains(null));
        Assert.False(AddressSet.TryCreate(["10.0.0.0/8"])!.Contains(null));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" 10.0.0.1")]
    [InlineData("localhost")]
    [InlineData("10.1")]
    [InlineData("0x0a.0.0.1")]
    [InlineData("010.0.0.1")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/8/8")]
    [InlineData("[::1]:80")]
    [InlineData("fe80::1%2")]
    [InlineData("::ffff:0:0/90")]
    public void TryCreate_NoAddressNorRange_IsNull(string entry) => Assert.Null(AddressSet.TryCreate([entry]));

    [Fact]
    public void TryCreate_TooMany_IsNull()
    {
        Assert.NotNull(AddressSet.TryCreate([.. Enumerable.Repeat("10.0.0.1", AddressSet.MaxEntries)]));
        Assert.Null(AddressSet.TryCreate([.. Enumerable.Repeat("10.0.0.1", AddressSet.MaxEntries + 1)]));
    }

    [Theory]
    [InlineData("", "10.0.0.1", true)]
    [InlineData("10.0.0.0/8", "10.1.0.0/16,10.9.9.9", true)]
    [InlineData("10.1.0.0/16", "10.0.0.0/8", false)]
    [InlineData("10.0.0.0/8", "", false)]
    [InlineData("10.0.0.0/8", "::/0", false)]
    public void Includes_OtherSet_OnlyWhenAllOfItIsCovered(string outer, string inner, bool included) =>
        Assert.Equal(included, Set(outer).Includes(Set(inner)));

    private static AddressSet Set(string entries) => AddressSet.TryCreate(entries.Split(',', StringSplitOptions.RemoveEmptyEntries))!;
}
