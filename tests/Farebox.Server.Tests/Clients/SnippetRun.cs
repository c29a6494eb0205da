using System.Diagnostics;
using System.Text.RegularExpressions;
using Farebox.Server.Tests.House;

namespace Farebox.Server.Tests.Clients;

/// <summary>Runs what the reader is told to copy, as it stands.</summary>
internal static partial class SnippetRun
{
    /// <summary>The project's own version, so that no other is fetched for a snippet.</summary>
    private static string OpenAiVersion => Version().Match(Repository.Read("Directory.Packages.props")).Groups[1].Value;

    /// <summary>Shell lines.</summary>
    public static Task<(int Status, string Output)> BashAsync(string lines, IReadOnlyDictionary<string, string> environment) =>
        RunAsync("bash", ["-euo", "pipefail"], lines, Path.GetTempPath(), environment);

    /// <summary>A Python program.</summary>
    public static Task<(int Status, string Output)> PythonAsync(string code, IReadOnlyDictionary<string, string> environment) =>
        RunAsync("/usr/bin/python3", ["-"], code, Path.GetTempPath(), environment);

    /// <summary>An ECMAScript module, beside the packages of the Node clients.</summary>
    public static Task<(int Status, string Output)> NodeAsync(string code, IReadOnlyDictionary<string, string> environment) =>
        RunAsync("node", ["--input-type=module", "-"], code, Path.Combine(Repository.Root, "tests/clients/node"), environment);

    /// <summary>A C# program of top-level statements, with the OpenAI package.</summary>
    public static async Task<(int Status, string Output)> CSharpAsync(string code, IReadOnlyDictionary<string, string> environment)
    {
        var folder = Directory.CreateTempSubdirectory("farebox-snippet-");
        try
        {
            var path = Path.Combine(folder.FullName, "snippet.cs");
            await File.WriteAllTextAsync(path, $"#:package OpenAI@{OpenAiVersion}\n#:property PublishAot=false\n{code}\n");
            return await RunAsync("dotnet", ["run", path], "", folder.FullName, environment);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(int Status, string Output)> RunAsync(
        string program, string[] arguments, string input, string folder, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var cancellation = TestContext.Current.CancellationToken;
        var error = process.StandardError.ReadToEndAsync(cancellation);
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, await output + await error);
    }

    [GeneratedRegex("Include=\"OpenAI\" Version=\"([^\"]+)\"")]
    private static partial Regex Version();
}
