using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Farebox.Server.CallLog;

/// <summary>One choice of a stream as it grows.</summary>
internal sealed class AssembledChoice(long index)
{
    // Said once, however often they are repeated.
    private static readonly string[] Names = ["role", "id", "type", "name", "finish_reason", "status"];

    private readonly JsonObject _choice = new() { ["index"] = index };
    private readonly Joined _choiceTexts = new();
    private readonly JsonObject _message = [];
    private readonly Joined _messageTexts = new();
    private readonly SortedDictionary<long, (JsonObject Call, JsonObject Function, Joined Texts)> _calls = [];

    /// <summary>Adds what one frame says of it.</summary>
    public void Take(JsonObject choice)
    {
        foreach (var (name, value) in choice)
        {
            // Log probabilities repeat the text token by token.
            if (value is null || name is "index" or "logprobs") continue;
            if (name == "delta") TakeDelta(value as JsonObject);
            else Add(_choice, _choiceTexts, name, value);
        }
    }

    /// <summary>As a whole answer has it.</summary>
    public JsonNode ToJson(int dropTail)
    {
        _choiceTexts.WriteTo(_choice, dropTail);
        _messageTexts.WriteTo(_message, dropTail);
        if (_calls.Count > 0)
        {
            _message["tool_calls"] = new JsonArray([.. _calls.Values.Select(JsonNode (call) =>
            {
                call.Texts.WriteTo(call.Function, dropTail);
                call.Call["function"] = call.Function;
                return call.Call;
            })]);
        }

        if (_message.Count > 0) _choice["message"] = _message;
        return _choice;
    }

    private void TakeDelta(JsonObject? delta)
    {
        foreach (var (name, value) in delta ?? [])
        {
            if (value is null) continue;
            if (name == "tool_calls" && value is JsonArray calls) foreach (var call in calls.OfType<JsonObject>()) TakeCall(call);
            else Add(_message, _messageTexts, name, value);
        }
    }

    private void TakeCall(JsonObject call)
    {
        var at = call["index"] is JsonValue number && number.TryGetValue<long>(out var place) ? place : _calls.Count;
        if (!_calls.TryGetValue(at, out var known)) _calls.Add(at, known = ([], [], new Joined()));
        foreach (var (name, value) in call)
        {
            if (value is null || name == "index") continue;
            if (name == "function" && value is JsonObject function)
            {
                foreach (var (part, said) in function) if (said is not null) Add(known.Function, known.Texts, part, said);
            }
            else known.Call[name] = value.DeepClone();
        }
    }

    private static void Add(JsonObject target, Joined texts, string name, JsonNode value)
    {
        if (value.GetValueKind() == JsonValueKind.String && !Names.Contains(name)) texts.Add(name, value.GetValue<string>());
        else target[name] = value.DeepClone();
    }

    /// <summary>Members whose texts come in pieces.</summary>
    private sealed class Joined
    {
        private readonly Dictionary<string, StringBuilder> _texts = new(StringComparer.Ordinal);

        public void Add(string name, string piece)
        {
            if (!_texts.TryGetValue(name, out var text)) _texts.Add(name, text = new StringBuilder());
            text.Append(piece);
        }

        public void WriteTo(JsonObject target, int dropTail)
        {
            foreach (var (name, text) in _texts) target[name] = text.ToString(0, Math.Max(0, text.Length - dropTail));
        }
    }
}
