using System.Diagnostics;
using Farebox.Contracts.CallLog;
using Farebox.Kernel.CallLog;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Routing;
using Farebox.Server.Platform;

namespace Farebox.Server.CallLog;

/// <summary>
/// What is kept of one call while it is under way: a copy of its parameters and of its answer as it leaves, and its steps. It belongs to the
/// call's own flow until <see cref="HandOver"/>, then to the writer's thread. Calls of which nothing is kept have none.
/// </summary>
internal sealed class CallTrace
{
    // Frames spell each word of an answer with some two hundred bytes around it.
    private const int FrameFactor = 4;

    private readonly PayloadWriter _writer;
    private readonly CaptureRoom _room;
    private readonly long _startedTicks;
    private readonly Capture _request;
    private readonly Capture _answer;
    private readonly List<CallStep> _steps = [];
    private long _lastUs;
    private bool _handedOver;

    internal CallTrace(PayloadWriter writer, CaptureRoom room, int maxBytes, Grant grant, RequestState state, bool streams)
    {
        (_writer, _room) = (writer, room);
        _startedTicks = state.StartedTicks;
        (Policy, RequestId, StartedAtMs) = (grant.CallLog!, state.Id, state.StartedAt.ToUnixTimeMilliseconds());
        (OrganizationId, ProjectId) = (grant.OrganizationId!, grant.ProjectId!);
        _request = new Capture(room, maxBytes);
        _answer = new Capture(room, streams ? (int)Math.Min(int.MaxValue, (long)maxBytes * FrameFactor) : maxBytes);
    }

    public CallLogPolicy Policy { get; }
    public RequestId RequestId { get; }
    public long StartedAtMs { get; }
    public string OrganizationId { get; }
    public string ProjectId { get; }

    /// <summary>Which path was called: tells how a stream is put together.</summary>
    public required Surface Surface { get; init; }

    public Capture Request => _request;

    public Capture Answer => _answer;

    /// <summary>Whether the answer is of server-sent events.</summary>
    public bool IsEventStream { get; set; }

    /// <summary>Whether the answer came to its own end.</summary>
    public bool IsWhole { get; set; }

    /// <summary>What the last upstream that refused said, cleaned.</summary>
    public string? UpstreamError { get; set; }

    public IReadOnlyList<CallStep> Steps => _steps;

    /// <summary>Memory it holds.</summary>
    public long Held => (long)_request.Held + _answer.Held;

    /// <summary>Notes that a step is done now.</summary>
    public void Step(string name, string? result = null, string? upstreamId = null, string? upstreamModel = null)
    {
        var atUs = (Stopwatch.GetTimestamp() - _startedTicks) * 1_000_000 / Stopwatch.Frequency;
        _steps.Add(new CallStep(name, atUs, atUs - _lastUs, upstreamId, upstreamModel, result));
        _lastUs = atUs;
    }

    /// <summary>Gives all of it to the writer, which may drop it; the call goes on at once.</summary>
    public void HandOver()
    {
        _handedOver = true;
        _writer.Add(this);
    }

    /// <summary>Gives its memory back when it was never handed over: its call ended where none should.</summary>
    public void Abandon()
    {
        if (_handedOver) return;
        _handedOver = true;
        _room.Give(Held);
    }
}
