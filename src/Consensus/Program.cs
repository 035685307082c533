using NatoServices.Consensus;
using NatoServices.ServiceDefaults;

return await Startup.RunAsync(() => ConsensusApp.CreateAsync(args));
