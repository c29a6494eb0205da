using System.Text;
using System.Text.Json;
using Farebox.Contracts;
using Farebox.Contracts.CallLog;
using Farebox.Kernel.CallLog;
using Farebox.Kernel.Redaction;

namespace Farebox.Server.CallLog;

/// <summary>A row of <c>payloads</c>: texts are packed.</summary>
internal sealed record PayloadRow
{
    // As in JsonRedaction: what was cut may end in half a secret.
    private const int UnsafeTail = 512;

    public long Id { get; init; }
    public required byte[] RequestId { get; init; }
    public required string OrganizationId { get; init; }
    public required string ProjectId { get; init; }
    public required long StartedAt { get; init; }
    public required long Mode { get; init; }
    public byte[]? Request { get; init; }
    public required bool RequestCut { get; init; }
    public byte[]? Answer { get; init; }
    public required bool AnswerCut { get; init; }
    public byte[]? UpstreamError { get; init; }
    public byte[]? Steps { get; init; }

    /// <summary>Makes the row of a finished call, and the words for the index. Nothing of it was on a disk before.</summary>
    public static (PayloadRow Row, string Words) Of(CallTrace trace, int maxBytes)
    {
        var redacts = trace.Policy.Mode == CallLogMode.Redacted;
        var request = Text(trace, trace.Request.Bytes.Span, trace.Request.IsCut);
        var (answer, answerCut) = AnswerOf(trace, redacts, maxBytes);
        var row = new PayloadRow
        {
            RequestId = trace.RequestId.ToBytes(), OrganizationId = trace.OrganizationId, ProjectId = trace.ProjectId,
            StartedAt = trace.StartedAtMs, Mode = (long)trace.Policy.Mode,
            Request = PayloadPacking.Pack(request), RequestCut = trace.Request.IsCut,
            Answer = PayloadPacking.Pack(answer), AnswerCut = answerCut,
            UpstreamError = PayloadPacking.Pack(
                trace.UpstreamError is { } error && redacts ? JsonRedaction.Redact(trace.Policy.Redactor, Encoding.UTF8.GetBytes(error)) : trace.UpstreamError),
            Steps = PayloadPacking.Pack(JsonSerializer.Serialize(trace.Steps, FareboxJson.Options)),
        };
        return (row, row.Words());
    }

    /// <summary>What the index holds of it. From what is stored: deleting it takes out the very same words.</summary>
    public string Words() => SearchText.Of(PayloadPacking.Unpack(Request), PayloadPacking.Unpack(Answer));

    public CallPayload ToContract() => new()
    {
        Policy = CallLogWords.Of((CallLogMode)Mode), Request = PayloadPacking.Unpack(Request), RequestCut = RequestCut,
        Answer = PayloadPacking.Unpack(Answer), AnswerCut = AnswerCut, UpstreamError = PayloadPacking.Unpack(UpstreamError),
    };

    public IReadOnlyList<CallStep> ToSteps() =>
        PayloadPacking.Unpack(Steps) is { } json ? JsonSerializer.Deserialize<List<CallStep>>(json, FareboxJson.Options)! : [];

    private static (string? Text, bool IsCut) AnswerOf(CallTrace trace, bool redacts, int maxBytes)
    {
        var answer = trace.Answer;
        if (answer.Bytes.IsEmpty) return (null, answer.IsCut);
        if (!trace.IsEventStream) return (Text(trace, answer.Bytes.Span, answer.IsCut || !trace.IsWhole), answer.IsCut);

        var dropTail = redacts && (answer.IsCut || !trace.IsWhole) ? UnsafeTail : 0;
        var text = StreamAssembly.Assemble(answer.Bytes.Span, dropTail);
        if (text is null) return (null, answer.IsCut);
        if (redacts) text = JsonRedaction.Redact(trace.Policy.Redactor, Encoding.UTF8.GetBytes(text));
        return text.Length <= maxBytes ? (text, answer.IsCut) : (text[..maxBytes], true);
    }

    private static string? Text(CallTrace trace, ReadOnlySpan<byte> bytes, bool isCut) =>
        bytes.IsEmpty ? null
        : trace.Policy.Mode == CallLogMode.Redacted ? JsonRedaction.Redact(trace.Policy.Redactor, bytes, isCut)
        : Encoding.UTF8.GetString(bytes);
}
