using NatoServices.Members;
using NatoServices.ServiceDefaults;

return await ServiceCommand.RunAsync(MembersApp.Identity, args, settings => MembersApp.CreateAsync(settings));
