using System.Text.Json;
using Farebox.Kernel.Routing;
using Farebox.Server.Platform;

namespace Farebox.Server.Relay;

/// <content>What bounds a call's fare: limits, numbers of answers, images, tools.</content>
internal ref partial struct RelayRequestReader
{
    private readonly CallDemand Demand => new()
    {
        OutputLimit = _maxTokens is null ? _maxCompletionTokens : Math.Max(_maxTokens.Value, _maxCompletionTokens ?? 0),
        Answers = Math.Max(_n ?? 1, _bestOf ?? 1),
        Prompts = Math.Max(1, _prompts),
        PromptImages = _images,
        HasTools = _hasTools,
        MaxTokensValue = _maxTokensValue,
        MaxCompletionTokensValue = _maxCompletionTokensValue,
    };

    /// <summary>Reads the member at hand if it bounds the fare; an upstream that does not know it ignores it, which costs nothing.</summary>
    private bool ReadDemand()
    {
        if (_surface == Surface.Embeddings) return false;
        if (_json.ValueTextEquals("n"u8)) ReadCount("n", 1, ref _n);
        else if (_surface == Surface.Images) return false;
        else if (_json.ValueTextEquals("max_tokens"u8))
        {
            ReadCount("max_tokens", 0, ref _maxTokens);
            _maxTokensValue = Value();
        }
        else if (_json.ValueTextEquals("max_completion_tokens"u8))
        {
            ReadCount("max_completion_tokens", 0, ref _maxCompletionTokens);
            _maxCompletionTokensValue = Value();
        }
        else if (_json.ValueTextEquals("best_of"u8)) ReadCount("best_of", 0, ref _bestOf);
        else if (_json.ValueTextEquals("tools"u8) || _json.ValueTextEquals("functions"u8))
        {
            _hasTools = true;
            return false;
        }
        else return false;
        return true;
    }

    private void ReadCount(string param, long least, ref long? value)
    {
        if (value is not null) _error = Twice(param);
        _json.Read();
        if (_json.TokenType == JsonTokenType.Null) return;
        if (_json.TokenType != JsonTokenType.Number || !_json.TryGetInt64(out var count))
        {
            _error = ApiErrors.WrongType(param, "a whole number");
            _json.Skip();
            return;
        }

        if (count < least) _error = ApiErrors.Invalid(param, $"'{param}' must be at least {least}.");
        value = count;
    }

    /// <summary>Counts what in a message is not text: a provider takes its own number of tokens for each.</summary>
    private void CountImages()
    {
        if (_json.TokenType != JsonTokenType.StartArray)
        {
            _json.Skip();
            return;
        }

        var depth = _json.CurrentDepth;
        while (_json.Read() && _json.CurrentDepth > depth)
        {
            if (_json.TokenType == JsonTokenType.PropertyName && (LookAlikes.Is(_json, "image_url") || LookAlikes.Is(_json, "file"))) _images++;
        }
    }

    /// <summary>Several prompts are answered each; an array of token numbers is one prompt.</summary>
    private void CountPrompts()
    {
        var depth = _json.CurrentDepth;
        while (_json.Read() && _json.CurrentDepth > depth)
        {
            if (_json.TokenType is JsonTokenType.String or JsonTokenType.StartArray && _json.CurrentDepth == depth + 1) _prompts++;
            if (_json.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject) _json.Skip();
        }
    }
}
