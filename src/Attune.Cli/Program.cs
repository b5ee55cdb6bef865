using Attune.Cli;

return await AttuneCommandLine.RunAsync(args);
