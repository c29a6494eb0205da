using Microsoft.AspNetCore.Components;
using QRCoder;

namespace Farebox.ConsolePages.Account;

/// <summary>Draws what telephones read.</summary>
internal static class QrCode
{
    private const int PixelsPerModule = 5;

    /// <summary>An SVG of it, black on white in light and dark.</summary>
    public static MarkupString Of(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var code = new SvgQRCode(data);
        return new MarkupString(code.GetGraphic(PixelsPerModule));
    }
}
