using Farebox.Kernel.Billing;

namespace Farebox.Kernel.Tests.Billing;

public sealed class VoucherCodeTests
{
    [Fact]
    public void Create_IsWellFormedAndNeverTheSame()
    {
        var codes = Enumerable.Range(0, 1000).Select(_ => VoucherCode.Create()).ToList();
        Assert.Equal(1000, codes.Distinct().Count());
        Assert.All(codes, code =>
        {
            Assert.Matches("^FBV(-[0-9A-HJKMNP-TV-Z]{5}){5}$", code);
            Assert.Equal(VoucherCode.Length, code.Length);
            Assert.Equal(code, VoucherCode.Normalize(code));
        });
    }

    [Fact]
    public void Normalize_AsPeopleType_IsTheCode()
    {
        for (var i = 0; i < 200; i++)
        {
            var code = VoucherCode.Create();
            var typed = code.Replace("-", "", StringComparison.Ordinal);
            Assert.Equal(code, VoucherCode.Normalize(typed));
            Assert.Equal(code, VoucherCode.Normalize($" {code.Replace('-', ' ')}\r\n"));
            Assert.Equal(code, VoucherCode.Normalize(code.ToLowerInvariant().Replace('0', 'o').Replace('1', 'l')));
            Assert.Equal(code, VoucherCode.Normalize(code.Replace('0', 'O').Replace('1', 'I')));
        }
    }

    [Fact]
    public void Normalize_OneCharacterWrongOrTwoSwapped_IsNotACode()
    {
        var random = new Random(7);
        var accepted = 0;
        for (var i = 0; i < 5000; i++)
        {
            var typed = VoucherCode.Create().ToCharArray();
            var at = 4 + random.Next(typed.Length - 5);
            if (typed[at] == '-' || typed[at + 1] == '-' || typed[at] == typed[at + 1]) continue;
            if (i % 2 == 0) (typed[at], typed[at + 1]) = (typed[at + 1], typed[at]);
            else typed[at] = typed[at] == 'X' ? 'Y' : 'X';
            if (VoucherCode.Normalize(typed) is not null) accepted++;
        }

        Assert.Equal(0, accepted);
    }

    [Theory]
    [InlineData("")]
    [InlineData("FBV")]
    [InlineData("FBV-00000-00000-00000-00000-00000")]
    [InlineData("sk-fbx00000000000000000000000000000000000000000000")]
    public void Normalize_SomethingElse_IsNotACode(string typed) => Assert.Null(VoucherCode.Normalize(typed));

    [Fact]
    public void Normalize_WrongLengthPrefixOrAlphabet_IsNotACode()
    {
        var code = VoucherCode.Create();
        Assert.Null(VoucherCode.Normalize(code.AsSpan(..^1)));
        Assert.Null(VoucherCode.Normalize(code + "0"));
        Assert.Null(VoucherCode.Normalize("FBX" + code[3..]));
        Assert.Null(VoucherCode.Normalize(code[..^1] + "U"));
        Assert.Null(VoucherCode.Normalize(code + new string(' ', 100)));
    }

    [Fact]
    public void Mask_ShowsTheLastFourOnly()
    {
        var code = VoucherCode.Create();
        Assert.Equal("FBV-…" + code[^4..], VoucherCode.Mask(code));
    }
}
