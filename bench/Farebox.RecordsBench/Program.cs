using System.CommandLine;
using Farebox.RecordsBench;

var folder = new Option<string?>("--folder")
{
    Description = "Keep the store here, and use the one that is there (4 GB); otherwise it is made anew and deleted.",
};
var records = new Option<int>("--records") { Description = "Records to fill an empty store with.", DefaultValueFactory = _ => RecordsBenchCommand.FullRecords };
var runs = new Option<int>("--runs") { Description = "Runs of each query.", DefaultValueFactory = _ => 21 };
var noWrite = new Option<bool>("--no-write") { Description = "Do not write docs/operate/performance.md." };
var onlyPages = new Option<bool>("--only-pages") { Description = "Only the console's pages; writes nothing." };
var command = new RootCommand("Usage, costs, log search and the console's pages over ten million usage records: times, plans, start, memory, retention.")
{
    folder, records, runs, noWrite, onlyPages,
};
command.SetAction((result, cancellation) => new RecordsBenchCommand(
    result.GetValue(folder), result.GetValue(records), result.GetValue(runs), !result.GetValue(noWrite), result.GetValue(onlyPages)).RunAsync(cancellation));
return await command.Parse(args).InvokeAsync();
