using NatoServices.Consensus.Decisions;
using NatoServices.Consensus.Handlers;
using NatoServices.Consensus.Silences;
using NatoServices.Consensus.Standings;
using NatoServices.Consensus.Upstream;
using NatoServices.Consensus.Watching;
using NatoServices.Rest;
using NatoServices.ServiceDefaults;
using NatoServices.Watching;

namespace NatoServices.Consensus;

/// <summary>Composes the Consensus service.</summary>
public static class ConsensusApp
{
    /// <summary>The service's names and its own settings, such as the address.</summary>
    public static ServiceIdentity Identity { get; } = new("consensus", "Consensus", typeof(ConsensusApp).Assembly);

    /// <summary>Creates the service, ready to run.</summary>
    /// <param name="args">Command-line settings, which override the environment.</param>
    /// <param name="configure">Changes the composition, for tests and for running several services in one process.</param>
    public static async Task<WebApplication> CreateAsync(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = ServiceApp.CreateBuilder(Identity, args).AddWatching();
        builder.AddServiceClient<Nato.Members.V1.Members.MembersClient>("members", defaultPort: 5201);
        builder.AddServiceClient<Nato.Candidates.V1.Candidates.CandidatesClient>("candidates", defaultPort: 5202);
        builder.Services.AddSingleton<RosterClient>().AddSingleton<SlateClient>().AddSingleton<FactsReader>();
        builder.Services.AddSingleton<StandingReplyCache>().AddSingleton<StandingReader>();
        builder.Services.AddLatestValueWatch<WatchedStanding, Nato.Consensus.V1.WatchStandingResponse>("standing");
        builder.Services.AddSingleton<StandingWatch>().AddSingleton<EntryWatch>();
        builder.Services.AddSingleton<SilenceWork>().AddSingleton<AppointmentWork>().AddSingleton<ConsensusWork>();
        builder.Services.AddSingleton<SelectionReader>().AddSingleton<SelectionFacts>().AddSingleton<DecisionReader>();
        builder.Services
            .AddSingleton<OpenSelectionHandler>().AddSingleton<CloseSelectionHandler>().AddSingleton<ReopenSelectionHandler>()
            .AddSingleton<RecordPositionHandler>().AddSingleton<RetractPositionHandler>().AddSingleton<DischargeConditionHandler>()
            .AddSingleton<RecordClaimHandler>().AddSingleton<OpenSilenceHandler>().AddSingleton<ExtendSilenceHandler>()
            .AddSingleton<BreakSilenceHandler>().AddSingleton<WithdrawSilenceHandler>().AddSingleton<DeclareDecisionHandler>()
            .AddSingleton<GetSelectionHandler>().AddSingleton<ListSelectionsHandler>().AddSingleton<GetStandingHandler>()
            .AddSingleton<GetSilenceHandler>().AddSingleton<ListSilencesHandler>().AddSingleton<GetDecisionHandler>()
            .AddSingleton<PrintDecisionHandler>().AddSingleton<ListEntriesHandler>().AddSingleton<VerifyRecordHandler>()
            .AddSingleton<WatchStandingHandler>().AddSingleton<WatchEntriesHandler>();
        builder.Services.AddSingleton<SelectionOperatorLog>().AddSingleton<ConsensusService>();
        configure?.Invoke(builder);
        await builder.AddJournalAsync();
        builder.Services.AddAggregateStore(
            SelectionEvents.Codec, SelectionEvents.Json.Selection, "consensus-v2", Selection.Empty, Selection.Apply,
            services => ConsensusWork.Of(services.GetRequiredService<Timings>()),
            services => services.GetRequiredService<SelectionOperatorLog>().Tell);
        builder.Services.AddDueWork(services => services.GetRequiredService<ConsensusWork>().DoAsync);

        var app = builder.Build();
        app.UseRestRouting().UseWatching().UseRestRequests().MapDefaults();
        app.MapGrpcService<ConsensusService>();
        return app;
    }
}
