using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Server.Platform.Options;

namespace Farebox.Cli.Serving;

/// <summary>The server's options as options of this program: one source for file, environment, flags and help.</summary>
internal sealed class ServeOptions
{
    private readonly IReadOnlyList<Option<string[]>> _flags;

    /// <param name="names">Of the server's options, those to offer; all when empty.</param>
    public ServeOptions(params string[] names) =>
        _flags = [.. OptionsLoader.Describe()
            .Where(option => option.Flag is not null && (names.Length == 0 || names.Contains(option.Name)))
            .Select(Flag)];

    public static Option<string?> File { get; } = new("--config")
    {
        Description = "Options file; farebox.json in the working directory when there is one.",
        HelpName = "file",
    };

    public T AddTo<T>(T verb)
        where T : Command
    {
        verb.Options.Add(File);
        foreach (var flag in _flags)
            verb.Options.Add(flag);
        return verb;
    }

    public OptionsResult Load(VerbRun run) => OptionsLoader.Load([.. _flags.SelectMany(flag => Given(run, flag))], run.Get(File));

    /// <summary>The data directory, for verbs that work on it without a server.</summary>
    /// <exception cref="UsageException">An option is not right.</exception>
    public string DataDirectory(VerbRun run)
    {
        var (options, errors) = Load(run);
        return errors.Count == 0 ? Path.GetFullPath(options.Data) : throw new UsageException(string.Join("; ", errors));
    }

    private static string[] Given(VerbRun run, Option<string[]> flag) =>
        run.Get(flag) is { Length: > 0 } values ? [flag.Name, string.Join(',', values)] : [];

    private static Option<string[]> Flag(OptionDescription option) => new(option.Flag!)
    {
        Description = option.Help + (option.Default.Length > 0 ? $" [{option.Default}]" : "") + $" ({option.EnvironmentName})",
        HelpName = "value",
    };
}
