using System.CommandLine;
using System.CommandLine.Help;
using Farebox.Cli.Chatting;
using Farebox.Cli.Nouns;
using Farebox.Cli.Serving;
using Farebox.Cli.Terminal;
using Farebox.Cli.Validating;
using Farebox.Cli.Verbs;

namespace Farebox.Cli;

/// <summary>Every verb of <c>farebox</c>.</summary>
internal static class CommandTree
{
    public static RootCommand Create(Surroundings around)
    {
        var root = new RootCommand("Farebox: API keys, access tokens and model calls on your own server.")
        {
            QuickstartVerb.Create(around),
            ServeVerb.Create(around),
            ValidateVerb.Create(around),
            TokenVerb.Create(around),
            ChatVerb.Create(around),
            ModelsVerb.Create(around),
            LogsVerb.Create(around),
            UsageVerb.Create(around),
            CostsVerb.Create(around),
            BalanceVerb.Create(around),
            TopUpVerb.Create(around),
            VouchersCommand.Create(around),
            KeysCommand.Create(around),
            TokensCommand.Create(around),
            ProjectsCommand.Create(around),
            OrgsCommand.Create(around),
            InvitesCommand.Create(around),
            MembersCommand.Create(around),
            UsersCommand.Create(around),
            BudgetCommand.Create(around),
            LimitsCommand.Create(around),
            AuditCommand.Create(around),
            UpstreamsCommand.Create(around),
            AliasesCommand.Create(around),
            PricesCommand.Create(around),
            DoctorVerb.Create(around),
            SettingsVerb.Create(around),
            VerifyLedgerVerb.Create(around),
            BackupVerb.Create(around),
            RestoreVerb.Create(around),
            VersionVerb.Create(around),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }
}
