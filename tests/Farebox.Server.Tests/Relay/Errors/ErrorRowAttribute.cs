namespace Farebox.Server.Tests.Relay.Errors;

/// <summary>Says which row of the error table in docs/use/README.md a test is of: its status and its code, as they stand there.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ErrorRowAttribute(string row) : Attribute
{
    public string Row => row;
}
