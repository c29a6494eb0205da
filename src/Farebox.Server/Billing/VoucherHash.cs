using System.Text;
using Farebox.Kernel.Billing;
using Farebox.Server.Platform;

namespace Farebox.Server.Billing;

/// <summary>What a voucher is known by: HMAC-SHA-256 of its code under the installation's pepper, as keys are.</summary>
internal static class VoucherHash
{
    /// <param name="code">As <see cref="VoucherCode"/> made it.</param>
    public static byte[] Of(string code, InstallationSecret secret)
    {
        var hash = new byte[32];
        secret.Hash(Encoding.ASCII.GetBytes(code), hash);
        return hash;
    }
}
