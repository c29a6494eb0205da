using Microsoft.AspNetCore.DataProtection;

namespace Farebox.Server.Platform;

/// <summary>
/// ASP.NET Core's data protection by a key that derives from the installation secret: no key files to keep, and every replica reads what
/// another wrote.
/// </summary>
internal sealed class SecretDataProtection(InstallationSecret secret) : IDataProtectionProvider
{
    /// <inheritdoc/>
    public IDataProtector CreateProtector(string purpose) => new Protector(secret, "data protection\n" + purpose);

    private sealed class Protector(InstallationSecret secret, string purposes) : IDataProtector
    {
        // A purpose is of names in code, which have no line breaks: no chain of purposes can be taken for another.
        public IDataProtector CreateProtector(string purpose) => new Protector(secret, purposes + "\n" + purpose);

        public byte[] Protect(byte[] plaintext) => secret.Encrypt(plaintext, purposes);

        public byte[] Unprotect(byte[] protectedData) => secret.Decrypt(protectedData, purposes);
    }
}
