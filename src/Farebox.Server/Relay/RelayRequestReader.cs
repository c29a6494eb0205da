using System.Text.Json;
using Farebox.Kernel.Routing;
using Farebox.Server.Platform;

namespace Farebox.Server.Relay;

/// <summary>
/// Reads a request without building it: one pass over the bytes, noting where the few things are that the relay acts on. A member it
/// acts on may stand there once only: with two of them, Farebox and the upstream might each believe another one.
/// </summary>
internal ref partial struct RelayRequestReader
{
    private readonly Surface _surface;
    private Utf8JsonReader _json;
    private ApiError? _error;
    private string? _model;
    private Slice _modelValue;
    private bool? _stream;
    private Slice? _streamOptions;
    private Slice? _includeUsage;
    private bool _includesUsage;
    private Slice? _prompt;
    private bool _seenOptions;
    private long? _maxTokens;
    private long? _maxCompletionTokens;
    private Slice? _maxTokensValue;
    private Slice? _maxCompletionTokensValue;
    private long? _n;
    private long? _bestOf;
    private bool _hasTools;
    private long _images;
    private long _prompts;

    private RelayRequestReader(ReadOnlySpan<byte> body, Surface surface, int maxDepth)
    {
        _surface = surface;
        _json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = maxDepth });
    }

    /// <summary>The request, or the 400 that names what is wrong with it.</summary>
    public static (RelayRequest? Request, ApiError? Error) Read(ReadOnlySpan<byte> body, Surface surface, int maxDepth)
    {
        if (body.IsEmpty) return (null, ApiErrors.NotJson("it is empty."));
        var reader = new RelayRequestReader(body, surface, maxDepth);
        try
        {
            return reader.Read();
        }
        catch (JsonException e)
        {
            return (null, ApiErrors.NotJson($"at line {e.LineNumber + 1}, byte {e.BytePositionInLine}."));
        }
        catch (InvalidOperationException)
        {
            // Utf8JsonReader says so of text that is not valid UTF-8 or UTF-16 inside a string.
            return (null, ApiErrors.NotJson("a text in it is not valid Unicode."));
        }
    }

    private (RelayRequest? Request, ApiError? Error) Read()
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartObject) return (null, ApiErrors.NotJson("it must be an object."));
        var opening = (int)_json.BytesConsumed;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName && _error is null) ReadMember();

        // To the end even after a complaint about one member: bytes behind the object are an error too.
        if (_error is null) while (_json.Read()) { }
        if ((_error ?? Complete()) is { } error) return (null, error);
        return (new RelayRequest
        {
            Model = _model!,
            ModelValue = _modelValue,
            Stream = _stream ?? false,
            AsksUsage = _includesUsage,
            StreamOptions = _streamOptions,
            IncludeUsage = _includeUsage,
            Opening = opening,
            Prompt = _prompt ?? default,
            Demand = Demand,
        }, null);
    }

    private void ReadMember()
    {
        if (_json.ValueTextEquals("model"u8)) ReadModel();
        else if (_json.ValueTextEquals("stream"u8)) ReadStream();
        else if (_json.ValueTextEquals("stream_options"u8)) ReadStreamOptions();
        else if (_json.ValueTextEquals(PromptName)) ReadPrompt();
        else if (!ReadDemand())
        {
            if (LookAlikes.OfMember(_json) is { } name) _error = Disguised(name);
            _json.Read();
            _json.Skip();
        }
    }

    private readonly ReadOnlySpan<byte> PromptName => _surface switch
    {
        Surface.ChatCompletions => "messages"u8,
        Surface.Embeddings => "input"u8,
        _ => "prompt"u8,
    };

    private readonly string PromptParam => _surface switch
    {
        Surface.ChatCompletions => "messages",
        Surface.Embeddings => "input",
        _ => "prompt",
    };

    private void ReadModel()
    {
        if (_model is not null) _error = Twice("model");
        _json.Read();
        if (_json.TokenType != JsonTokenType.String)
        {
            _error = _json.TokenType == JsonTokenType.Null ? ApiErrors.Missing("model") : ApiErrors.WrongType("model", "a string");
            _json.Skip();
            return;
        }

        _modelValue = Value();
        _model = _json.GetString()!;
        if (_model.Length is 0 or > 256) _error = ApiErrors.Invalid("model", "'model' must have 1 to 256 characters.");
    }

    private void ReadStream()
    {
        if (_stream is not null) _error = Twice("stream");
        _json.Read();
        switch (_json.TokenType)
        {
            case JsonTokenType.True: _stream = true; break;
            case JsonTokenType.False or JsonTokenType.Null: _stream = false; break;
            default:
                _error = ApiErrors.WrongType("stream", "true or false");
                _json.Skip();
                break;
        }
    }

    private void ReadStreamOptions()
    {
        if (_seenOptions) _error = Twice("stream_options");
        _seenOptions = true;
        _json.Read();
        var start = (int)_json.TokenStartIndex;
        if (_json.TokenType == JsonTokenType.StartObject)
        {
            while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName) ReadStreamOption();
        }
        else if (_json.TokenType != JsonTokenType.Null)
        {
            _error = ApiErrors.WrongType("stream_options", "an object");
            _json.Skip();
        }

        _streamOptions = new Slice(start, (int)_json.BytesConsumed - start);
    }

    private void ReadStreamOption()
    {
        var isUsage = _json.ValueTextEquals("include_usage"u8);
        if (!isUsage && LookAlikes.OfOption(_json) is not null) _error ??= Disguised("stream_options.include_usage");
        _json.Read();
        if (!isUsage)
        {
            _json.Skip();
            return;
        }

        if (_includeUsage is not null) _error = Twice("stream_options.include_usage");
        if (_json.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null))
            _error = ApiErrors.WrongType("stream_options.include_usage", "true or false");
        _includesUsage = _json.TokenType == JsonTokenType.True;
        if (_json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) _json.Skip();
        else _includeUsage = Value();
    }

    private void ReadPrompt()
    {
        if (_prompt is not null) _error = Twice(PromptParam);
        _json.Read();
        var start = (int)_json.TokenStartIndex;
        if (_surface == Surface.ChatCompletions) ReadMessages();
        else if (_json.TokenType == JsonTokenType.String) _prompts = 1;
        else if (_json.TokenType == JsonTokenType.StartArray) CountPrompts();
        else if (_surface != Surface.Completions || _json.TokenType != JsonTokenType.Null)
        {
            _error = _json.TokenType == JsonTokenType.Null ? ApiErrors.Missing(PromptParam) : ApiErrors.WrongType(PromptParam, "a string or an array");
            _json.Skip();
        }

        _prompt = new Slice(start, (int)_json.BytesConsumed - start);
    }

    private void ReadMessages()
    {
        if (_json.TokenType != JsonTokenType.StartArray)
        {
            _error = _json.TokenType == JsonTokenType.Null ? ApiErrors.Missing("messages") : ApiErrors.WrongType("messages", "an array");
            _json.Skip();
            return;
        }

        var index = 0;
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType != JsonTokenType.StartObject)
            {
                _error ??= ApiErrors.WrongType($"messages[{index}]", "an object");
                _json.Skip();
            }
            else ReadMessage(index);
            index++;
        }

        if (index == 0) _error ??= ApiErrors.Invalid("messages", "'messages' must hold at least one message.");
    }

    private void ReadMessage(int index)
    {
        var hasRole = false;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var isRole = _json.ValueTextEquals("role"u8);
            var isContent = _json.ValueTextEquals("content"u8);
            if (!isRole && !isContent && LookAlikes.OfMessage(_json) is { } name) _error ??= Disguised($"messages[{index}].{name}");
            _json.Read();
            if (isRole && _json.TokenType != JsonTokenType.String) _error ??= ApiErrors.WrongType($"messages[{index}].role", "a string");
            hasRole |= isRole;
            if (isContent) CountImages();
            else _json.Skip();
        }

        if (!hasRole) _error ??= ApiErrors.Missing($"messages[{index}].role");
    }

    private readonly ApiError? Complete()
    {
        if (_model is null) return ApiErrors.Missing("model");
        // A legacy completion may go without a prompt; nothing else may.
        return _prompt is null && _surface != Surface.Completions ? ApiErrors.Missing(PromptParam) : null;
    }

    private readonly Slice Value() => new((int)_json.TokenStartIndex, (int)(_json.BytesConsumed - _json.TokenStartIndex));

    private static ApiError Disguised(string param) =>
        ApiErrors.Invalid(param, $"A member differs from '{param}' in nothing but case. Write it as it is documented.");

    private static ApiError Twice(string param) => ApiErrors.Invalid(param, $"'{param}' is there twice.");
}
