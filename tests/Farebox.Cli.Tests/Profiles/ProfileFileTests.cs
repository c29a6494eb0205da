using System.Runtime.Versioning;
using Farebox.Cli.Profiles;
using Farebox.Cli.Terminal;

namespace Farebox.Cli.Tests.Profiles;

public sealed class ProfileFileTests : IDisposable
{
    private const string Server = "http://127.0.0.1:8420/v1";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("farebox-profile-");

    private ProfileFile File => new(Path.Combine(_folder.FullName, "farebox", "profile.json"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Save_ThenLoad_GivesTheSame()
    {
        var server = new ServerProfile { AdminKey = "sk-fba1", ApiKey = "sk-fbx1", OrganizationId = "org_1", ProjectId = "proj_1" };

        File.Save(new Profile().With(Server, server));

        var loaded = File.Load();
        Assert.Equal(Server, loaded.Current);
        Assert.Equal(server, loaded.Of(Server));
        Assert.Equal(new ServerProfile(), loaded.Of("http://elsewhere/v1"));
    }

    [Fact]
    public void With_AnotherServer_KeepsTheFirst()
    {
        var first = new ServerProfile { ApiKey = "sk-fbx1" };

        var profile = new Profile().With(Server, first).With("http://other/v1", new ServerProfile());

        Assert.Equal(first, profile.Of(Server));
        Assert.Equal("http://other/v1", profile.Current);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Save_MakesFileAndFolder_ForTheOwnerOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps files to their owner by other means.");

        File.Save(new Profile());

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File.Path));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            System.IO.File.GetUnixFileMode(Path.GetDirectoryName(File.Path)!));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Save_OverAFileThatOthersCanRead_TakesItFromThem()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps files to their owner by other means.");
        File.Save(new Profile());
        System.IO.File.SetUnixFileMode(File.Path, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        File.Save(new Profile());

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File.Path));
    }

    [Fact]
    public async Task Save_WhileOthersRead_NeverShowsHalfAFile()
    {
        var profile = new Profile().With(Server, new ServerProfile { ApiKey = new string('k', 200_000) });
        File.Save(profile);
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(
            () =>
            {
                var reads = 0;
                while (!stop.IsCancellationRequested)
                {
                    Assert.Equal(200_000, File.Load().Of(Server).ApiKey!.Length);
                    reads++;
                }
                return reads;
            },
            TestContext.Current.CancellationToken);

        for (var i = 0; i < 20; i++)
            File.Save(profile);

        await stop.CancelAsync();
        await reading;
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(File.Path)!));
    }

    [Fact]
    public void Load_OfADamagedFile_SaysWhichAndWhatToDo()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File.Path)!);
        System.IO.File.WriteAllText(File.Path, "{");

        var refused = Assert.Throws<UsageException>(() => File.Load());
        Assert.Contains(File.Path, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WithoutFile_IsEmpty() => Assert.Null(File.Load().Current);

    [Theory]
    [InlineData("/p/x.json", "/xdg", "/p/x.json")]
    [InlineData(null, "/xdg", "/xdg/farebox/profile.json")]
    [InlineData(null, "relative", "/home/me/.config/farebox/profile.json")]
    [InlineData(null, null, "/home/me/.config/farebox/profile.json")]
    public void Path_FollowsTheVariables(string? own, string? xdg, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has %APPDATA%.");
        var variables = new Dictionary<string, string?> { ["FAREBOX_PROFILE"] = own, ["XDG_CONFIG_HOME"] = xdg, ["HOME"] = "/home/me" };

        Assert.Equal(expected, ProfilePath.Of(variables.GetValueOrDefault));
    }
}
