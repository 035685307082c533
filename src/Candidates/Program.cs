using NatoServices.Candidates;
using NatoServices.ServiceDefaults;

return await ServiceCommand.RunAsync(CandidatesApp.Identity, args, settings => CandidatesApp.CreateAsync(settings));
