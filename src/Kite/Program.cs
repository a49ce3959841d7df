using Kite.Cli;

return await KiteCommand.RunAsync(args, Console.Error, CancellationToken.None);
