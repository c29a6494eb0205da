using System.Text.Json;

namespace Farebox.Server.Upstreams.Eliza;

/// <summary>
/// Reads the fields of one JSON object and keeps the first that is wrong, so that a request is read as a plain list of
/// fields and checked once at the end. A field that is null counts as absent, as it does for OpenAI.
/// </summary>
/// <param name="owner">The object.</param>
/// <param name="path">Where it is: empty for the request itself, else ends in a dot.</param>
/// <param name="refusals">Receives what is wrong; shared by all readers of a request.</param>
internal sealed class FieldReader(JsonElement owner, string path, Refusals refusals)
{
    /// <summary>The full name of a field, as an error names it.</summary>
    public string PathOf(string name) => path + name;

    /// <summary>The field, or null when it is absent or null.</summary>
    public JsonElement? Find(string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>The field, refused when it is absent or null.</summary>
    public JsonElement? Require(string name)
    {
        var value = Find(name);
        if (value is null) refusals.Missing(PathOf(name));
        return value;
    }

    /// <summary>A whole number within bounds, or null when it is absent or was refused.</summary>
    public long? Integer(string name, long least, long most)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var number))
        {
            refusals.WrongType(PathOf(name), "an integer", value);
            return null;
        }

        if (number >= least && number <= most) return number;
        if (number < least) refusals.TooSmall(PathOf(name), least, number);
        else refusals.TooLarge(PathOf(name), most, number);
        return null;
    }

    /// <summary>A yes or no; absent is no.</summary>
    public bool Flag(string name)
    {
        if (Find(name) is not { } value) return false;
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) refusals.WrongType(PathOf(name), "a boolean", value);
        return value.ValueKind == JsonValueKind.True;
    }

    /// <summary>A text that must be there; empty when it was refused.</summary>
    public string RequiredText(string name)
    {
        if (Require(name) is not { } value) return "";
        if (value.ValueKind == JsonValueKind.String) return value.GetString()!;
        refusals.WrongType(PathOf(name), "a string", value);
        return "";
    }

    /// <summary>The fields of an object within this one, or null.</summary>
    public FieldReader? Within(string name) => Find(name) is { } value ? Of(value, PathOf(name), refusals) : null;

    /// <summary>The fields of an element that must be an object, or null when it was refused.</summary>
    /// <param name="path">The element's own name, without a dot.</param>
    public static FieldReader? Of(JsonElement element, string path, Refusals refusals)
    {
        if (element.ValueKind == JsonValueKind.Object) return new FieldReader(element, path + ".", refusals);
        refusals.WrongType(path, "an object", element);
        return null;
    }
}
