using Farebox.Cli.Terminal;

namespace Farebox.Cli.Verbs;

/// <summary>A verb that calls the API at a base URL.</summary>
internal class ApiVerb : Verb
{
    public ApiVerb(
        Surroundings around, string name, string description, string[] examples, Func<VerbRun, Task<int>> act)
        : base(around, name, description, examples, act) => Options.Add(GlobalOptions.BaseUrl);
}

/// <summary>A verb that acts on an organization, with an admin key.</summary>
internal sealed class AdminVerb : ApiVerb
{
    public AdminVerb(
        Surroundings around, string name, string description, string[] examples, Func<VerbRun, Task<int>> act)
        : base(around, name, description, examples, act) => Options.Add(GlobalOptions.Organization);
}
