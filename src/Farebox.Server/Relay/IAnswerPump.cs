namespace Farebox.Server.Relay;

/// <summary>Step (8): brings an answer to the client, all but its last bytes, and (9) measures it on the way.</summary>
internal interface IAnswerPump : IDisposable
{
    /// <summary>Pumps to the end of the answer, or to what cuts it short.</summary>
    /// <param name="outgoing">The request that it answers.</param>
    /// <param name="prompt">Its prompt, for the estimate.</param>
    /// <returns>What is left to be done once the call is settled; its bytes are the pump's until disposal.</returns>
    ValueTask<PumpResult> RunAsync(Outgoing outgoing, ReadOnlyMemory<byte> prompt);
}
