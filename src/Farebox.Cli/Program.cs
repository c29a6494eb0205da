using System.Text;
using Farebox.Cli;
using Farebox.Cli.Terminal;

// Model answers and help are UTF-8; a Windows console would guess otherwise.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var interrupts = new Interrupts();
interrupts.Listen();
return await CommandLine.RunAsync(args, Surroundings.OfProcess(interrupts));
