using NatoServices.Standalone;

return await StandaloneCommand.RunAsync(args);
