using Farebox.Server.Platform.Options;
using Farebox.Server.Storage;

namespace Farebox.Server.Accounts.Mail;

/// <summary>
/// Puts letters into a folder of the data directory while no mail server is set: whoever runs the server reads them there and hands them on.
/// Only its own user can.
/// </summary>
internal sealed class Outbox(DataDirectory directory, FareboxOptions options, TimeProvider clock) : IMailRoute
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Full path.</summary>
    public string Folder { get; } = Path.Combine(directory.Path, "outbox");

    /// <inheritdoc/>
    public async Task SendAsync(Letter letter, string id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var message = MailMessage.Write(letter, options.MailFrom, id, now, allow8Bit: true);
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Folder);
            else Directory.CreateDirectory(Folder, OwnersFile | UnixFileMode.UserExecute);
            var path = Path.Combine(Folder, $"{now:yyyyMMdd-HHmmss}-{id}.eml");
            await WriteAsync(path + ".new", message, cancellationToken);
            File.Move(path + ".new", path, overwrite: true); // Under its own name only once it is whole.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MailException($"{Folder} cannot be written: {e.Message}", isFinal: false, e);
        }
    }

    private static async Task WriteAsync(string path, byte[] message, CancellationToken cancellationToken)
    {
        var wish = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) wish.UnixCreateMode = OwnersFile;
        await using var file = new FileStream(path, wish);
        await file.WriteAsync(message, cancellationToken);
    }
}
