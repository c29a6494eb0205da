using Microsoft.Extensions.Logging;

namespace Farebox.Testing.Server;

/// <summary>Writes every line of a server under test to memory, and to a file when one is named.</summary>
public sealed class FileLogs(string? path) : ILoggerProvider
{
    private readonly Lock sync = new();
    private readonly StreamWriter? file = path is null ? null : new StreamWriter(path) { AutoFlush = true };

    /// <summary>Every line so far.</summary>
    public IReadOnlyList<string> Lines => Watch.Lines;

    /// <summary>To wait for lines.</summary>
    public LineWatch Watch { get; } = new();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    private void Write(string line)
    {
        Watch.Add(line);
        lock (sync) file?.WriteLine(line);
    }

    private sealed class Logger(FileLogs owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            owner.Write($"{logLevel} {category} {formatter(state, exception)} {exception}");
    }
}
