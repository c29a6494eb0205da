using System.Text.Json;
using System.Text.Json.Serialization;
using Farebox.Contracts;

namespace Farebox.Client;

/// <summary>Requests leave absent members out: an older server refuses members that it does not know, even as null.</summary>
internal static class RequestJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(FareboxJson.Options)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
