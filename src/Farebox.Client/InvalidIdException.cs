namespace Farebox.Client;

/// <summary>What was given as an id or a name cannot be one: it is empty, or made of dots. Nothing was asked of the server.</summary>
public sealed class InvalidIdException(string value) : ArgumentException($"\"{value}\" is not an id or a name.");
