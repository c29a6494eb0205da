using Farebox.Server.Accounts.External;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Accounts.External;

/// <summary>How often a provider is asked what it is.</summary>
public sealed class ProviderShelfTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly ManualTimeProvider clock = new();
    private readonly Queue<TaskCompletionSource<ProviderMetadata>> answers = new();
    private readonly ProviderShelf shelf;
    private int asked;

    public ProviderShelfTests() => shelf = new ProviderShelf(
        () =>
        {
            asked++;
            return answers.Dequeue().Task;
        },
        clock);

    private static ProviderMetadata Metadata => new()
    {
        AuthorizationEndpoint = "https://acme.example/go", TokenEndpoint = "https://acme.example/token", NamesIssuer = true, SecretInForm = false, Keys = [],
    };

    [Fact]
    public async Task Wishes_AtTheSameTime_AreOneQuestion_AndItsAnswerIsKept()
    {
        var answer = Next();
        var wishes = Enumerable.Range(0, 50).Select(_ => shelf.GetAsync(Hour)).ToList();
        var metadata = Metadata;
        answer.SetResult(metadata);
        Assert.All(await Task.WhenAll(wishes), got => Assert.Same(metadata, got));
        Assert.Same(metadata, await shelf.GetAsync(Hour));
        Assert.Equal(1, asked);

        clock.Advance(Hour);
        Next().SetResult(Metadata);
        Assert.NotSame(metadata, await shelf.GetAsync(Hour));
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Failure_IsRememberedForAWhile_AndThenAskedAgain()
    {
        Next().SetException(new ProviderException("gone"));
        for (var i = 0; i < 20; i++) Assert.Contains("gone", (await Assert.ThrowsAsync<ProviderException>(() => shelf.GetAsync(Hour))).Message, StringComparison.Ordinal);
        Assert.Equal(1, asked);

        clock.Advance(ProviderShelf.FailurePause);
        Next().SetResult(Metadata);
        await shelf.GetAsync(Hour);
        Assert.Equal(2, asked);
    }

    private TaskCompletionSource<ProviderMetadata> Next()
    {
        var answer = new TaskCompletionSource<ProviderMetadata>(TaskCreationOptions.RunContinuationsAsynchronously);
        answers.Enqueue(answer);
        return answer;
    }
}
