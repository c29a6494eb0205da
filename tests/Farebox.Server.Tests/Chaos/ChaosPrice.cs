using System.Numerics;
using Farebox.Kernel.Money;

namespace Farebox.Server.Tests.Chaos;

/// <summary>A price in nano-USD per token and per call, and the fare by it: worked out here anew, not by the code under test.</summary>
internal sealed record ChaosPrice(int Input, int Cached, int Output, int Reasoning, int Request)
{
    public static ChaosPrice Free { get; } = new(0, 0, 0, 0, 0);

    /// <summary>What such a call costs when all of it is charged.</summary>
    public BigInteger Fare(long input, long cached, long output, long reasoning)
    {
        (cached, reasoning) = (Math.Min(cached, input), Math.Min(reasoning, output));
        BigInteger fare = Request;
        fare += new BigInteger(input - cached) * Input;
        fare += new BigInteger(cached) * Cached;
        fare += new BigInteger(output - reasoning) * Output;
        return fare + (new BigInteger(reasoning) * Reasoning);
    }

    /// <summary>As the operator sets it.</summary>
    public object Body(string model) => new
    {
        model,
        input = PerMillion(Input),
        cached_input = PerMillion(Cached),
        output = PerMillion(Output),
        reasoning = PerMillion(Reasoning),
        per_request = new NanoUsd(Request).ToString(),
    };

    private static string PerMillion(int nanos) => new NanoUsd(nanos * 1_000_000L).ToString();
}
