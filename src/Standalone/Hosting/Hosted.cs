using Microsoft.AspNetCore.Builder;
using NatoServices.Candidates;
using NatoServices.Consensus;
using NatoServices.Members;
using NatoServices.ServiceDefaults;

namespace NatoServices.Standalone.Hosting;

/// <summary>A service that runs in this process, with a host of its own.</summary>
internal sealed record Hosted(ServiceIdentity Identity, Func<string[], Action<WebApplicationBuilder>?, Task<WebApplication>> CreateAsync)
{
    /// <summary>All of them; a later one calls the earlier ones, never the other way.</summary>
    public static IReadOnlyList<Hosted> All { get; } =
    [
        new(MembersApp.Identity, MembersApp.CreateAsync),
        new(CandidatesApp.Identity, CandidatesApp.CreateAsync),
        new(ConsensusApp.Identity, ConsensusApp.CreateAsync),
    ];
}
