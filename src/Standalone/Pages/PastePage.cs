using Nato.Consensus.V1;
using Nato.Record.V1;
using NatoServices.Standalone.Hosting;

namespace NatoServices.Standalone.Pages;

/// <summary>Commands to paste into a shell. They work as printed.</summary>
internal static class PastePage
{
    public static IEnumerable<string> Of(Standing standing, bool takesEntries, ServicePorts consensus) =>
    [
        "The same by REST, as JSON:",
        $"curl -sG {consensus.Http.Url}/v1/selections/{standing.Selection}/standing \\",
        $"  -d candidate={standing.Candidate} -d as_of.year={standing.AsOf.Year} -d as_of.month={standing.AsOf.Month} -d as_of.day={standing.AsOf.Day}",
        .. takesEntries && Repeatable(standing) is { } member ? Record(standing, member, consensus) : [],
        "By gRPC, with reflection:",
        $"grpcurl -plaintext {consensus.Grpc.Address} list",
        .. ShellLines.Quoted(
            "", "grpcurl -plaintext",
            new GetStandingRequest { Selection = standing.Selection, Candidate = standing.Candidate, AsOf = standing.AsOf },
            $"{consensus.Grpc.Address} nato.consensus.v1.Consensus/GetStanding"),
    ];

    /// <summary>A member whose position an assessment can repeat; null for none, or if the assessment itself would count.</summary>
    private static MemberStanding? Repeatable(Standing standing) => standing.CountsFrom == Sourcing.Assessment
        ? null
        : standing.Members.FirstOrDefault(m => m.Stance != Stance.Unspecified && !m.ByPresentation);

    /// <summary>
    /// A harmless example: an assessment that repeats what the member itself has made known. It is shown as an indication and changes no
    /// count. It is entered only once, however often it is pasted.
    /// </summary>
    private static IEnumerable<string> Record(Standing standing, MemberStanding member, ServicePorts consensus)
    {
        var request = new RecordPositionRequest
        {
            Candidate = standing.Candidate,
            Member = member.Member,
            Stance = member.Stance,
            Sourcing = Sourcing.Assessment,
            Source = new() { Citation = "example" },
            TakenOn = member.TakenOn,
            RequestId = "example-1",
        };
        return
        [
            $"Record a position (an assessment that says again what counts for {member.DisplayName} already: no count changes):",
            .. ShellLines.Post($"{consensus.Http.Url}/v1/selections/{standing.Selection}/positions", request),
        ];
    }
}
