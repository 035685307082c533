using Microsoft.AspNetCore.Builder;
using NatoServices.Candidates;
using NatoServices.Consensus;
using NatoServices.Members;
using NatoServices.ServiceDefaults;

namespace NatoServices.Standalone.Hosting;

/// <summary>A service that runs in this process with its own host.</summary>
internal sealed record Hosted(ServiceIdentity Identity, Func<string[], Action<WebApplicationBuilder>?, Task<WebApplication>> CreateAsync)
{
    /// <summary>All services. A later one calls earlier ones, never the other way round.</summary>
    public static IReadOnlyList<Hosted> All { get; } =
    [
        new(MembersApp.Identity, MembersApp.CreateAsync),
        new(CandidatesApp.Identity, CandidatesApp.CreateAsync),
        new(ConsensusApp.Identity, ConsensusApp.CreateAsync),
    ];
}
