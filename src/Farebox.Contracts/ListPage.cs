using System.Text.Json.Serialization;

namespace Farebox.Contracts;

/// <summary>OpenAI's list envelope. Ask for the next page with <c>after=last_id</c>.</summary>
/// <param name="Data">The page, in the order of the route.</param>
/// <param name="FirstId">Id of the first row, null on an empty page.</param>
/// <param name="LastId">Id of the last row, null on an empty page.</param>
/// <param name="HasMore">Whether a next page exists.</param>
public sealed record ListPage<T>(IReadOnlyList<T> Data, string? FirstId, string? LastId, bool HasMore)
{
    /// <summary>Always <c>list</c>.</summary>
    [JsonPropertyOrder(-1)]
    public string Object => "list";
}

/// <summary>OpenAI's answer to a delete.</summary>
/// <param name="Object">The object's type with <c>.deleted</c> behind it.</param>
public sealed record Deleted(string Object, string Id, [property: JsonPropertyName("deleted")] bool IsDeleted = true);
