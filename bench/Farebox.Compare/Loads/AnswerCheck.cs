using System.Text;
using Farebox.Compare.Gateways;

namespace Farebox.Compare.Loads;

/// <summary>One call made before anything is measured: a gateway that answers wrongly must not get a figure.</summary>
public static class AnswerCheck
{
    /// <exception cref="InvalidOperationException">The answer is not the mock's answer, whole.</exception>
    public static async Task RequireAsync(Gateway gateway, LoadShape load, CancellationToken cancellationToken)
    {
        var target = gateway.Target(load);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, target.Address)
        {
            Content = new StringContent(target.Body, Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in target.Headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var isWhole = load.IsStream ? IsWholeStream(text) : text.Contains("\"total_tokens\":41", StringComparison.Ordinal);
        if ((int)response.StatusCode != 200 || !isWhole)
            throw new InvalidOperationException($"{gateway.Name} answered {(int)response.StatusCode}: {text}\n{gateway.LogTail}");
    }

    private static bool IsWholeStream(string text) =>
        text.Split("\"chat.completion.chunk\"").Length - 1 >= LoadShape.ChunksPerStream
        && text.Contains("\"total_tokens\":123", StringComparison.Ordinal)
        && text.TrimEnd().EndsWith("data: [DONE]", StringComparison.Ordinal);
}
