using NatoServices.Candidates.Handlers;
using NatoServices.Candidates.Rules;
using NatoServices.Rest;
using NatoServices.ServiceDefaults;
using NatoServices.Watching;

namespace NatoServices.Candidates;

/// <summary>Composes the Candidates service.</summary>
public static class CandidatesApp
{
    /// <summary>The service's names and its own settings, such as the address.</summary>
    public static ServiceIdentity Identity { get; } = new("candidates", "Candidates", typeof(CandidatesApp).Assembly);

    /// <summary>Creates the service, ready to run.</summary>
    /// <param name="args">Command-line settings, which override the environment.</param>
    /// <param name="configure">Changes the composition, for tests and for running several services in one process.</param>
    public static async Task<WebApplication> CreateAsync(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = ServiceApp.CreateBuilder(Identity, args).AddWatching();
        builder.AddServiceClient<Nato.Members.V1.Members.MembersClient>("members", defaultPort: 5201);
        builder.Services.AddSingleton<RosterClient>();
        builder.Services.AddLatestValueWatch<WatchedState, Nato.Candidates.V1.WatchSlateResponse>("slate");
        builder.Services.AddSingleton<SlateOperatorLog>();
        builder.Services
            .AddSingleton<OpenVacancyHandler>().AddSingleton<RegisterCandidateHandler>().AddSingleton<RecordCandidacyHandler>()
            .AddSingleton<AppointHandler>().AddSingleton<RevokeAppointmentHandler>()
            .AddSingleton<GetVacancyHandler>().AddSingleton<ListVacanciesHandler>().AddSingleton<GetCandidateHandler>()
            .AddSingleton<ListCandidatesHandler>().AddSingleton<GetSlateHistoryHandler>().AddSingleton<WatchSlateHandler>()
            .AddSingleton<CandidatesService>();
        configure?.Invoke(builder);
        await builder.AddJournalAsync();
        builder.Services.AddAggregateStore(
            SlateEvents.Codec, SlateEvents.Json.Slate, "candidates-v2", Slate.Empty, Slate.Apply,
            tell: services => services.GetRequiredService<SlateOperatorLog>().Tell);

        var app = builder.Build();
        app.UseRestRouting().UseWatching().UseRestRequests().MapDefaults();
        app.MapGrpcService<CandidatesService>();
        return app;
    }
}
