namespace Farebox.Server.Relay;

/// <summary>Where something stands in the request's bytes.</summary>
internal readonly record struct Slice(int Start, int Length)
{
    public int End => Start + Length;
}

/// <summary>What the relay must know of a request; everything else in the body is the upstream's business.</summary>
internal sealed class RelayRequest
{
    /// <summary>The name the client asked for.</summary>
    public required string Model { get; init; }

    /// <summary>The name's JSON value, quotes included.</summary>
    public required Slice ModelValue { get; init; }

    /// <summary>Whether the client asks for server-sent events.</summary>
    public required bool Stream { get; init; }

    /// <summary>Whether the client itself asks for usage on the stream.</summary>
    public required bool AsksUsage { get; init; }

    /// <summary>The value of <c>stream_options</c>, when there is one.</summary>
    public Slice? StreamOptions { get; init; }

    /// <summary>The value of <c>stream_options.include_usage</c>, when there is one.</summary>
    public Slice? IncludeUsage { get; init; }

    /// <summary>Just behind the opening brace of the body.</summary>
    public required int Opening { get; init; }

    /// <summary>The prompt: <c>messages</c>, <c>prompt</c> or <c>input</c>.</summary>
    public Slice Prompt { get; init; }

    /// <summary>What bounds the call's fare.</summary>
    public required CallDemand Demand { get; init; }
}
