using Farebox.Kernel.Metering;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Farebox.Server.Watching;

/// <summary>The labels of one kind of call, made once: nothing is allocated when another call of that kind is counted.</summary>
internal sealed class CallSeries
{
    private readonly Tag[] _call;
    private readonly Tag[] _failed;
    private readonly Tag[] _input;
    private readonly Tag[] _output;

    public CallSeries(in SeriesKey key)
    {
        List<Tag> tags =
        [
            new(Attributes.Operation, Attributes.OperationOf(key.Surface)),
            new(Attributes.Provider, key.Upstream?.Provider ?? Attributes.NoProvider),
        ];
        Add(tags, Attributes.RequestModel, key.Model);
        Add(tags, Attributes.Upstream, key.Upstream?.Name);
        Add(tags, Attributes.Organization, key.Organization);
        Add(tags, Attributes.Project, key.Project);
        Add(tags, Attributes.Key, key.Key);
        _call = [.. tags];
        _failed = key.Outcome == Outcome.Completed ? _call : [.. tags, new(Attributes.ErrorType, Failures.WordOf(key.Outcome))];
        _input = [.. tags, new(Attributes.TokenType, "input")];
        _output = [.. tags, new(Attributes.TokenType, "output")];
    }

    /// <summary>Without how it ended.</summary>
    public ReadOnlySpan<Tag> Call => _call;

    /// <summary>With <c>error.type</c> when it did not end well.</summary>
    public ReadOnlySpan<Tag> Ended => _failed;

    /// <summary>For LLM tokens of the prompt.</summary>
    public ReadOnlySpan<Tag> Input => _input;

    /// <summary>For LLM tokens of the answer.</summary>
    public ReadOnlySpan<Tag> Output => _output;

    private static void Add(List<Tag> tags, string name, string? value)
    {
        if (value is not null) tags.Add(new(name, value));
    }
}
