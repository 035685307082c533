using NatoServices.Consensus;
using NatoServices.ServiceDefaults;

return await ServiceCommand.RunAsync(ConsensusApp.Identity, args, settings => ConsensusApp.CreateAsync(settings));
