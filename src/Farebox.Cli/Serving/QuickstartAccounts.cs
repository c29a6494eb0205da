using Farebox.Cli.Profiles;
using Farebox.Cli.Verbs;
using Farebox.Client;
using Farebox.Contracts.Billing;
using Farebox.Contracts.Keys;
using Farebox.Contracts.Organizations;

namespace Farebox.Cli.Serving;

/// <summary>Steps 1 and 2: what an earlier run made is used again while it works, and the profile keeps what is new.</summary>
internal sealed class QuickstartAccounts(VerbRun run, QuickstartServer server, ProfileFile file, Action<string> say)
{
    private const string Name = "Quickstart";
    private const string Active = "active";
    private const string FirstCredit = "5";
    private const string FirstCreditReference = "quickstart";
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Ids of the organization and its project.</summary>
    public async Task<(string Organization, string Project)> OrganizationAsync()
    {
        var kept = file.Load().Of(server.BaseUrl);
        using var operators = Connect(server.AdminKey);
        var found = await KeptAsync(kept.OrganizationId, id => operators.Organizations.GetAsync(id, run.Cancel));
        var organization = found is { Status: Active } ? found
            : (await operators.Organizations.CreateAsync(new OrganizationRequest(Name), run.Cancel)).Value;

        using var admin = Connect(server.AdminKey, organization.Id);
        var foundProject = await KeptAsync(kept.ProjectId, id => admin.Projects.GetAsync(id, run.Cancel));
        var project = foundProject is { Status: Active } ? foundProject
            : (await admin.Projects.CreateAsync(new ProjectRequest(Name), run.Cancel)).Value;

        var isNew = organization != found;
        var granted = isNew ? await GrantAsync(admin) : null;
        Keep(kept with { AdminKey = server.AdminKey, OrganizationId = organization.Id, ProjectId = project.Id });
        say($"{organization.Name} ({organization.Id}) with project {project.Name} ({project.Id}){(isNew ? "" : ", known from before")}");
        if (granted is not null)
            say(granted);
        return (organization.Id, project.Id);
    }

    /// <summary>Something to pay its first calls with, in the operator's name; what to say of it.</summary>
    private async Task<string> GrantAsync(FareboxClient admin)
    {
        var request = new CreditGrantRequest { AmountUsd = FirstCredit, Note = Name, Reference = FirstCreditReference };
        try
        {
            return $"{(await admin.Billing.GrantAsync(request, run.Cancel)).Value.AmountUsd} USD were added to its credit balance";
        }
        catch (FareboxApiException refused) when (refused.Status == 400)
        {
            // The operator wants no top-ups as small as this one: the walk needs no money.
            return $"no credit was added: {refused.Message}";
        }
    }

    public async Task<QuickstartKey> KeyAsync(string organization, string project)
    {
        var kept = file.Load().Of(server.BaseUrl);
        if (kept.ApiKey is { } secret && await StillWorksAsync(secret, project) is { } known)
        {
            say($"{known.RedactedValue} ({known.KeyId}), known from before; {file.Path} keeps it");
            return new QuickstartKey(known.KeyId, secret, IsNew: false);
        }
        using var admin = Connect(server.AdminKey, organization);
        var made = (await admin.ProjectKeys(project).CreateAsync(new CreateKeyRequest { Name = Name }, run.Cancel)).Value;
        Keep(kept with { ApiKey = made.Value });
        say(made.Value!);
        say($"shown this once; {file.Path} keeps it for this command line");
        return new QuickstartKey(made.Id, made.Value!, IsNew: true);
    }

    private async Task<KeyInfo?> StillWorksAsync(string secret, string project)
    {
        using var holder = Connect(secret);
        try
        {
            var info = (await holder.Key.GetAsync(run.Cancel)).Value;
            return info.Kind == "api_key" && info.ProjectId == project ? info : null;
        }
        catch (FareboxApiException refused) when (refused.Status == 401)
        {
            // Revoked, or of a data directory that is gone: a new one takes its place.
            return null;
        }
    }

    private static async Task<T?> KeptAsync<T>(string? id, Func<string, Task<ApiResult<T>>> get)
        where T : class
    {
        if (id is null)
            return null;
        try
        {
            return (await get(id)).Value;
        }
        catch (FareboxApiException gone) when (gone.Status == 404)
        {
            // The data directory is another one than before.
            return null;
        }
    }

    private void Keep(ServerProfile changed) => file.Save(file.Load().With(server.BaseUrl, changed));

    private FareboxClient Connect(string credential, string? organization = null) =>
        FareboxClient.Connect(server.BaseUrl, credential, AnswerTimeout, organization);
}
