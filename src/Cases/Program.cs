using NatoServices.Cases;

return await CaseCommand.RunAsync(args);
