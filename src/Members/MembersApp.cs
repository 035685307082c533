using NatoServices.Members.Handlers;
using NatoServices.Rest;
using NatoServices.ServiceDefaults;
using NatoServices.Watching;

namespace NatoServices.Members;

/// <summary>Composes the Members service.</summary>
public static class MembersApp
{
    /// <summary>The service's names and its own settings, such as the address.</summary>
    public static ServiceIdentity Identity { get; } = new("members", "Members", typeof(MembersApp).Assembly);

    /// <summary>The only stream of the service.</summary>
    internal const string Stream = "roster";

    /// <summary>Creates the service, ready to run.</summary>
    /// <param name="args">Command-line settings, which override the environment.</param>
    /// <param name="configure">Changes the composition, for tests and for running several services in one process.</param>
    public static async Task<WebApplication> CreateAsync(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = ServiceApp.CreateBuilder(Identity, args).AddWatching();
        builder.Services.AddLatestValueWatch<WatchedState, Nato.Members.V1.WatchRosterResponse>("roster");
        builder.Services
            .AddSingleton<InviteMemberHandler>().AddSingleton<AccedeMemberHandler>().AddSingleton<WithdrawMemberHandler>()
            .AddSingleton<UpdateMemberHandler>().AddSingleton<ReportDefenceExpenditureHandler>()
            .AddSingleton<GetMemberHandler>().AddSingleton<ListMembersHandler>().AddSingleton<GetRosterHandler>()
            .AddSingleton<GetRosterHistoryHandler>().AddSingleton<WatchRosterHandler>().AddSingleton<MembersService>();
        configure?.Invoke(builder);
        await builder.AddJournalAsync();
        builder.Services.AddAggregateStore(RosterEvents.Codec, RosterEvents.Json.Roster, "members-v1", Roster.Empty, Roster.Apply);

        var app = builder.Build();
        app.UseRestRouting().UseWatching().UseRestRequests().MapDefaults();
        app.MapGrpcService<MembersService>();
        return app;
    }
}
