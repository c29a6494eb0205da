using System.Globalization;
using System.Text;
using Farebox.Kernel.Routing;
using Farebox.Server.Dialects;

namespace Farebox.Server.Relay;

/// <summary>Lowers the limit on a request's output. A rare path: the body is copied and read again.</summary>
internal static class OutputLimit
{
    /// <summary>The request with this limit in place of its own, or of none.</summary>
    public static Outgoing Set(Outgoing outgoing, RoutePlan plan, long limit, int maxJsonDepth)
    {
        var number = limit.ToString(CultureInfo.InvariantCulture);
        var demand = outgoing.Request.Demand;
        var body = outgoing.Body.Span;
        List<(Slice Where, string With)> edits = [];
        if (demand.MaxTokensValue is { } old) edits.Add((old, number));
        if (demand.MaxCompletionTokensValue is { } newer) edits.Add((newer, number));
        if (edits.Count == 0)
        {
            var name = plan.Surface == Surface.Completions && !plan.TranslateToChat
                ? "max_tokens" : Encoding.ASCII.GetString(OutputLimitName.For(plan.Model.Routes[0].UpstreamModel));
            edits.Add((new Slice(outgoing.Request.Opening, 0), $"\"{name}\":{number},"));
        }

        var written = new MemoryStream(body.Length + 64);
        var at = 0;
        foreach (var (where, with) in edits.OrderBy(edit => edit.Where.Start))
        {
            written.Write(body[at..where.Start]);
            written.Write(Encoding.ASCII.GetBytes(with));
            at = where.End;
        }

        written.Write(body[at..]);
        var bytes = written.ToArray();
        var surface = plan.TranslateToChat ? Surface.ChatCompletions : plan.Surface;
        var (request, error) = RelayRequestReader.Read(bytes, surface, maxJsonDepth);
        return error is null
            ? outgoing with { Body = bytes, Request = request! }
            : throw new InvalidOperationException($"A request could not be read after its limit was lowered: {error.Message}");
    }
}
