namespace Farebox.Server.Upstreams;

/// <summary>
/// A connected provider, ready to be called. One implementation per kind; safe for concurrent use. Disposing it lets go of what is idle:
/// answers under way go on to their end.
/// </summary>
public interface IUpstreamConnection : IDisposable
{
    /// <summary>
    /// Sends one call and returns as soon as the answer's status and headers are known.
    /// An HTTP error status is an answer, not an exception.
    /// </summary>
    /// <exception cref="UpstreamFailedException">No answer came: refused, reset, timed out, not HTTP.</exception>
    /// <exception cref="OperationCanceledException">
    /// Only when <paramref name="cancellationToken"/> was cancelled; a <see cref="RequestNotSentException"/> when the provider had not been
    /// sent the whole request by then.
    /// </exception>
    ValueTask<UpstreamAnswer> SendAsync(UpstreamRequest request, CancellationToken cancellationToken);

    /// <summary>Names of the models that the provider offers now, in its own order.</summary>
    /// <exception cref="UpstreamFailedException">The provider did not answer, or not with a list of models.</exception>
    /// <exception cref="UpstreamStatusException">It answered with an error status.</exception>
    Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken);
}
