namespace Farebox.Server.Tests.Relay.Endings;

/// <summary>Ties a test to a row of the table in docs/use/fares.md: how a call ended, and what is charged for it, word for word.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class EndingAttribute(string row) : Attribute
{
    /// <summary>Of <see cref="Ending"/>.</summary>
    public string Row { get; } = row;
}
