using System.Text.RegularExpressions;
using Farebox.Server.Tests.House;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Clients;

/// <summary>What the documentation and <c>farebox quickstart</c> tell the reader to copy is run, as it stands.</summary>
public sealed partial class SnippetTests
{
    private static readonly string[] Documents = ["README.md", "README.zh-CN.md", "docs/use/README.md", "docs/use/README.zh-CN.md"];

    // The official Python package is not among those that tests install: those lines are compiled, not run.
    private const string PythonPackage = "from openai import OpenAI";

    private static string? SkipReason => Environment.GetEnvironmentVariable("FAREBOX_TEST_CLIENTS") == "true"
        ? null
        : "The Node and Python clients are installed by ./test, which then sets FAREBOX_TEST_CLIENTS.";

    [Fact]
    public async Task Documents_TellTheReaderWhatWorks()
    {
        Assert.SkipWhen(SkipReason is not null, SkipReason ?? "");
        await using var upstream = ScriptedUpstream.Start();
        ClientScenario.Prepare(upstream);
        await using var farebox = await RunningFarebox.StartAsync([upstream]);
        var (url, key) = (new Uri(farebox.BaseUrl, "/v1").ToString(), await farebox.NewKeyAsync());
        var environment = new Dictionary<string, string>
        {
            ["FAREBOX_BASE_URL"] = url, ["FAREBOX_API_KEY"] = key, ["OPENAI_BASE_URL"] = url, ["OPENAI_API_KEY"] = key,
        };

        var snippets = Documents.SelectMany(path => Fence().Matches(Repository.Read(path)))
            .Select(match => (Language: match.Groups[1].Value, Code: match.Groups[2].Value.Replace("http://127.0.0.1:8420/v1", url, StringComparison.Ordinal)))
            .Distinct().ToList();
        foreach (var (language, code) in snippets)
        {
            var (status, output) = language switch
            {
                "js" => await SnippetRun.NodeAsync(code, environment),
                "csharp" => await SnippetRun.CSharpAsync(code, environment),
                _ => await PythonAsync(code, environment),
            };
            Assert.True(status == 0 && output.Trim().Length > 0, $"{code}\n{output}");
        }

        Assert.Equal(["csharp", "js", "python"], snippets.Select(snippet => snippet.Language).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Quickstart_PrintsLinesThatWork()
    {
        Assert.SkipWhen(SkipReason is not null, SkipReason ?? "");
        var folder = Directory.CreateTempSubdirectory("farebox-lines-");
        try
        {
            var settings = new Dictionary<string, string> { ["XDG_CONFIG_HOME"] = folder.FullName, ["HOME"] = folder.FullName };
            await using var server = await ServerProcess.StartAsync(
                Path.Combine(folder.FullName, "data"), ServerProcess.NewAdminKey(), settings, ["farebox.dll", "quickstart"]);
            await server.Output.WaitForAsync("Ctrl-C stops it", TestContext.Current.CancellationToken);
            var lines = server.Output.Lines;
            var (setting, nothing) = (Section(lines, "Environment"), new Dictionary<string, string>());

            var curl = await SnippetRun.BashAsync($"{setting}\n{Section(lines, "curl")}", nothing);
            Assert.True(curl.Status == 0 && curl.Output.Contains("\"choices\"", StringComparison.Ordinal), curl.Output);

            var environment = Exports().Matches(setting).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
            environment["OPENAI_BASE_URL"] = environment["FAREBOX_BASE_URL"];
            environment["OPENAI_API_KEY"] = environment["FAREBOX_API_KEY"];
            foreach (var title in new[] { "Python, with the openai package", "Python, with requests" })
            {
                var python = await PythonAsync(Section(lines, title), environment);
                Assert.True(python.Status == 0 && python.Output.Trim().Length > 0, $"{title}: {python.Output}");
            }

            var csharp = await SnippetRun.CSharpAsync(Section(lines, "C#"), environment);
            Assert.True(csharp.Status == 0 && csharp.Output.Trim().Length > 0, csharp.Output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<(int Status, string Output)> PythonAsync(string code, IReadOnlyDictionary<string, string> environment) =>
        SnippetRun.PythonAsync(code.Contains(PythonPackage, StringComparison.Ordinal) ? $"print(compile({Quoted(code)}, 'snippet', 'exec'))" : code, environment);

    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private static string Section(IReadOnlyList<string> lines, string title) => string.Join(
        '\n', lines.SkipWhile(line => !line.StartsWith(title, StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => line.StartsWith("   ", StringComparison.Ordinal)).Select(line => line[3..]));

    [GeneratedRegex("```(js|csharp|python)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("export ([A-Z_]+)=([^\"\\s]+)")]
    private static partial Regex Exports();
}
