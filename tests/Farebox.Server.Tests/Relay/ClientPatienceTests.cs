using System.IO.Pipelines;
using Farebox.Server.Platform.Options;
using Farebox.Server.Relay;
using Farebox.Testing.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Farebox.Server.Tests.Relay;

/// <summary>Against a server whose aborts end writes at once and announce the client's leaving later, as Kestrel's do on a busy machine.</summary>
public sealed class ClientPatienceTests : IHttpResponseBodyFeature, IHttpRequestLifetimeFeature, IDisposable
{
    // What the last bytes are sent with: nothing ends them but their end.
    private static readonly CancellationToken Nobody = new(canceled: false);

    private static readonly byte[] Piece = new byte[1024];

    private readonly Pipe _pipe = new(new PipeOptions(writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 1000, resumeWriterThreshold: 1));
    private readonly SteppedClock _clock = new();
    private readonly CancellationTokenSource _announced = new();
    private readonly ClientPatience _client;

    public ClientPatienceTests()
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseBodyFeature>(this);
        context.Features.Set<IHttpRequestLifetimeFeature>(this);
        _client = new ClientPatience(context, new FareboxOptions { ClientStallSeconds = 60 }, _clock);
    }

    public Stream Stream => Writer.AsStream();

    public PipeWriter Writer => _pipe.Writer;

    public CancellationToken RequestAborted { get; set; }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task WriteThatIsCutOff_EndsWithTheClientsLeaving_AndNotBefore(int pieces)
    {
        var writing = _client.WriteAsync(new byte[pieces * Piece.Length], _announced.Token).AsTask();

        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.False(writing.IsCompleted);

        await _announced.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
    }

    [Fact]
    public async Task FlushThatIsCutOff_EndsWithTheClientsLeaving_AndNotBefore()
    {
        Piece.CopyTo(Writer.GetMemory(Piece.Length));
        Writer.Advance(Piece.Length);
        var flushing = _client.FlushAsync(_announced.Token).AsTask();

        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.False(flushing.IsCompleted);

        await _announced.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flushing);
    }

    [Fact]
    public async Task WriteThatIsTakenInTime_EndsThen()
    {
        var writing = _client.WriteAsync(Piece, _announced.Token);
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(writing.IsCompleted);

        var taken = await _pipe.Reader.ReadAsync(TestContext.Current.CancellationToken);
        _pipe.Reader.AdvanceTo(taken.Buffer.End);

        await writing;
    }

    [Fact]
    public async Task LastWrite_ThatNothingFollows_EndsWhenItIsCutOff()
    {
        var writing = _client.WriteAsync(Piece, Nobody);

        _clock.Advance(TimeSpan.FromSeconds(60));

        await writing;
    }

    public void Dispose() => _announced.Dispose();

    void IHttpRequestLifetimeFeature.Abort() => _pipe.Reader.Complete();

    void IHttpResponseBodyFeature.DisableBuffering() => throw new NotSupportedException();

    Task IHttpResponseBodyFeature.StartAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    Task IHttpResponseBodyFeature.SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task IHttpResponseBodyFeature.CompleteAsync() => throw new NotSupportedException();
}
