using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Farebox.Testing.Upstream;

/// <summary>
/// A provider of OpenAI's shape on a random loopback port: real HTTP/1.1 over real sockets, written byte by byte, so that it
/// can also misbehave as real providers do. Without a script it answers as OpenAI would; see <see cref="OpenAiLike"/>.
/// All members may be used while it serves.
/// </summary>
public sealed class ScriptedUpstream : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource stopping = new();
    private readonly AnswerScript script = new();
    private readonly ConcurrentQueue<RecordedRequest> requests = [];
    private readonly ConcurrentQueue<Exception> faults = [];
    private readonly Channel<RecordedRequest> arrived = Channel.CreateUnbounded<RecordedRequest>();
    private readonly Channel<RecordedRequest> left = Channel.CreateUnbounded<RecordedRequest>();
    private readonly ConcurrentDictionary<Task, bool> connections = [];
    private readonly Task accepting;
    private int connectionCount;

    private ScriptedUpstream(int port)
    {
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync();
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>What an OpenAI client takes as base URL: <c>http://127.0.0.1:port/v1</c>.</summary>
    public Uri BaseUrl => new($"http://127.0.0.1:{Port}/v1");

    /// <summary>Models that <c>GET /v1/models</c> lists and that may be called, in this order.</summary>
    public IReadOnlyList<string> Models { get; set; } = ["gpt-4o-mini", "text-embedding-3-small", "gpt-3.5-turbo-instruct"];

    /// <summary>The only key that unscripted answers accept; null, the default, accepts every request.</summary>
    public string? ApiKey { get; set; }

    /// <summary>What happens to connections accepted from now on.</summary>
    public ConnectionHandling Connections { get; set; } = ConnectionHandling.Serve;

    /// <summary>How many connections were accepted so far.</summary>
    public int ConnectionCount => Volatile.Read(ref connectionCount);

    /// <summary>Every request so far, listings of models among them, in the order of arrival.</summary>
    public IReadOnlyList<RecordedRequest> Requests => [.. requests];

    /// <summary>Every model call (POST) so far, in the order of arrival.</summary>
    public IReadOnlyList<RecordedRequest> Calls => [.. requests.Where(AnswerScript.IsModelCall)];

    /// <summary>Queued answers that no call has taken yet.</summary>
    public int QueuedCount => script.QueuedCount;

    /// <summary>Exceptions of the test's own answers, and requests that were not HTTP/1.1. Empty in a sound test.</summary>
    public IReadOnlyList<Exception> Faults => [.. faults];

    /// <summary>Listens.</summary>
    /// <param name="port">0 for a random one; a number to come back where an earlier upstream was.</param>
    public static ScriptedUpstream Start(int port = 0) => new(port);

    /// <summary>Queues answers for the next model calls, one each; they go before every standing answer.</summary>
    public void Enqueue(params ReadOnlySpan<Answer> answers)
    {
        foreach (var answer in answers) script.Enqueue(null, answer);
    }

    /// <summary>Queues an answer for the next request of one path, such as <c>/v1/models</c>.</summary>
    public void EnqueueFor(string path, Answer answer) => script.Enqueue(path, answer);

    /// <summary>What all model calls get from now on, unless something is queued or stands for their path.</summary>
    public void Always(Answer answer) => script.Always(null, answer);

    /// <summary>What all requests of one path get from now on, unless something is queued.</summary>
    public void AlwaysFor(string path, Answer answer) => script.Always(path, answer);

    /// <summary>The next model call that no earlier wait has returned; past ones count.</summary>
    /// <exception cref="TimeoutException">None came within <see cref="Patience.Limit"/>.</exception>
    public Task<RecordedRequest> WaitForRequestAsync(CancellationToken cancellationToken) =>
        arrived.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(Patience.Limit, cancellationToken);

    /// <summary>
    /// The next model call whose client closed before its answer ended, and that no earlier wait has returned; past ones count.
    /// </summary>
    /// <exception cref="TimeoutException">None left within <see cref="Patience.Limit"/>.</exception>
    public Task<RecordedRequest> WaitForDisconnectAsync(CancellationToken cancellationToken) =>
        left.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(Patience.Limit, cancellationToken);

    /// <summary>Stops listening and ends what is under way. The port is free afterwards.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stopping.IsCancellationRequested) return;
        await stopping.CancelAsync();
        await accepting;
        listener.Dispose();
        await Task.WhenAll(connections.Keys);
        stopping.Dispose();
    }

    internal Answer Take(RecordedRequest request)
    {
        requests.Enqueue(request);
        if (AnswerScript.IsModelCall(request)) arrived.Writer.TryWrite(request);
        return script.Take(request);
    }

    internal void Ended(RecordedRequest request, AnswerEnding ending)
    {
        request.End(ending);
        if (ending == AnswerEnding.ClientLeft && AnswerScript.IsModelCall(request)) left.Writer.TryWrite(request);
    }

    internal void AddFault(Exception fault) => faults.Enqueue(fault);

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptSocketAsync(stopping.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            socket.NoDelay = true;
            Interlocked.Increment(ref connectionCount);
            var serving = new ClientConnection(this, socket, stopping.Token).RunAsync(Connections);
            connections.TryAdd(serving, true);
            _ = serving.ContinueWith(done => connections.TryRemove(done, out _), TaskScheduler.Default);
        }
    }
}
