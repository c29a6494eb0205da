using System.Buffers.Text;
using System.Text;
using Farebox.Cli.Connecting;

namespace Farebox.Cli.Tests.Connecting;

public sealed class CredentialShapeTests
{
    private static readonly string Random48 = new('a', 48);

    [Theory]
    [InlineData("sk-fbx0123", nameof(CredentialMaker.Farebox))]
    [InlineData("sk-fba0123", nameof(CredentialMaker.Farebox))]
    [InlineData("sk-proj-0123", nameof(CredentialMaker.OpenAI))]
    [InlineData("sk-svcacct-0123", nameof(CredentialMaker.OpenAI))]
    [InlineData("sk-admin-0123", nameof(CredentialMaker.OpenAI))]
    [InlineData("sk-abcT3BlbkFJdef", nameof(CredentialMaker.OpenAI))]
    [InlineData("sk-abc", nameof(CredentialMaker.Unknown))]
    [InlineData("sk-ant-0123", nameof(CredentialMaker.Unknown))]
    [InlineData("gsk_0123", nameof(CredentialMaker.Unknown))]
    [InlineData("a.b.c", nameof(CredentialMaker.Unknown))]
    [InlineData("", nameof(CredentialMaker.Unknown))]
    public void Maker_ByShape_IsRecognized(string credential, string expected) =>
        Assert.Equal(expected, CredentialShape.MakerOf(credential).ToString());

    [Fact]
    public void Maker_OfOldOpenAIKey_IsOpenAI() => Assert.Equal(CredentialMaker.OpenAI, CredentialShape.MakerOf("sk-" + Random48));

    [Fact]
    public void Maker_OfFareboxKeyOfTheSameLength_IsFarebox() =>
        Assert.Equal(CredentialMaker.Farebox, CredentialShape.MakerOf("sk-fbx" + Random48[3..]));

    [Theory]
    [InlineData("at+jwt", true)]
    [InlineData("JWT", false)]
    public void Maker_OfJwt_IsFareboxForAccessTokensOnly(string type, bool expected)
    {
        var header = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"ES256","typ":"{{type}}"}"""));

        Assert.Equal(expected, CredentialShape.MakerOf(header + ".e30.sig") == CredentialMaker.Farebox);
    }

    [Theory]
    [InlineData("sk-fbx", true)]
    [InlineData("two words", false)]
    [InlineData("line\nend", false)]
    [InlineData("clé", false)]
    [InlineData("", false)]
    public void Sendable_IsVisibleAsciiOnly(string credential, bool expected) =>
        Assert.Equal(expected, CredentialShape.IsSendable(credential));
}
