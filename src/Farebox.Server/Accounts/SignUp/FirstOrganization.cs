using System.Data.Common;
using Farebox.Server.Accounts.Members;
using Farebox.Server.Accounts.Users;
using Farebox.Server.Platform;
using Farebox.Server.Storage;

namespace Farebox.Server.Accounts.SignUp;

/// <summary>Gives whoever comes to have a proven address an organization of their own, in the transaction in which it comes to be so.</summary>
internal sealed class FirstOrganization(IdSource ids, TimeProvider clock)
{
    private const string ProjectName = "default";

    /// <summary>Does nothing for somebody who belongs to one.</summary>
    public void Give(DbConnection connection, AuditTrail trail, User user)
    {
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();

        // One name is kept for the organization that operators act on.
        var name = user.Name is { Length: > 0 } given && given != OrganizationStore.DefaultName ? given : user.Email;
        var organization = new OrganizationRow { Id = ids.Next("org_"), Name = name, CreatedAt = nowMs };
        var project = new ProjectRow { OrganizationId = organization.Id, Id = ids.Next("proj_"), Name = ProjectName, CreatedAt = nowMs };
        MemberStore.AddFirst(connection, trail, organization, project, user.Id);
    }
}
