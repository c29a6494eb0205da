using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.Credentials;

/// <summary>A new secret of a key: what the store keeps of it, and its text, which nobody keeps.</summary>
internal sealed class KeySecret(string text, InstallationSecret secret, IdSource ids)
{
    /// <summary>A new random one.</summary>
    public static KeySecret Create(KeyKind kind, InstallationSecret secret, IdSource ids) =>
        new(kind == KeyKind.Project ? KeyText.NewApiKey() : KeyText.NewAdminKey(), secret, ids);

    /// <summary>To be shown once.</summary>
    public string Text { get; } = text;

    /// <summary>Its id.</summary>
    public string Id { get; } = ids.Next("sec_");

    /// <summary>What it is found by.</summary>
    public byte[] Hash { get; } = CredentialHash.OfKey(text, secret).ToBytes();

    /// <summary>What may be shown ever after.</summary>
    public string Masked { get; } = KeyText.Mask(text);
}
