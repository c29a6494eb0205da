namespace Farebox.Testing.Upstream;

/// <summary>Which answer the next request gets: one that was queued, else a standing one, else what OpenAI would say.</summary>
internal sealed class AnswerScript
{
    private readonly Lock sync = new();
    private readonly List<(string? Path, Answer Answer)> queue = [];
    private readonly Dictionary<string, Answer> standing = [];
    private Answer? standingForAll;

    public void Enqueue(string? path, Answer answer)
    {
        lock (sync) queue.Add((path, answer));
    }

    public void Always(string? path, Answer answer)
    {
        lock (sync)
        {
            if (path is null) standingForAll = answer;
            else standing[path] = answer;
        }
    }

    public int QueuedCount
    {
        get { lock (sync) return queue.Count; }
    }

    public Answer Take(RecordedRequest request)
    {
        lock (sync)
        {
            var isCall = IsModelCall(request);
            var next = queue.FindIndex(entry => entry.Path is null ? isCall : entry.Path == request.Path);
            if (next >= 0)
            {
                var answer = queue[next].Answer;
                queue.RemoveAt(next);
                return answer;
            }

            return standing.GetValueOrDefault(request.Path) ?? (isCall ? standingForAll : null) ?? OpenAiLike.Answer;
        }
    }

    /// <summary>
    /// Listing models is not a model call: a relay does it when it likes, and must not eat what is meant for the next call.
    /// </summary>
    public static bool IsModelCall(RecordedRequest request) => request.Method == "POST";
}
