using NatoServices.Members;
using NatoServices.ServiceDefaults;

return await Startup.RunAsync(() => MembersApp.CreateAsync(args));
