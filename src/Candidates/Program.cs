using NatoServices.Candidates;
using NatoServices.ServiceDefaults;

return await Startup.RunAsync(() => CandidatesApp.CreateAsync(args));
