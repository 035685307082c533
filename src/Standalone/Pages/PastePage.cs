using Nato.Consensus.V1;
using Nato.Record.V1;
using NatoServices.Standalone.Hosting;

namespace NatoServices.Standalone.Pages;

/// <summary>Lines to paste into a shell, which work as they are printed.</summary>
internal static class PastePage
{
    /// <summary>Reads the standing by REST, records a position by REST, and does the same reading by gRPC with reflection.</summary>
    /// <param name="standing">The standing.</param>
    /// <param name="takesEntries">Whether its selection takes entries: if not, no position can be recorded.</param>
    /// <param name="consensus">Where the service is.</param>
    public static IEnumerable<string> Of(Standing standing, bool takesEntries, ServicePorts consensus) =>
    [
        "The same by REST, as JSON:",
        $"curl -sG {consensus.Http.Url}/v1/selections/{standing.Selection}/standing \\",
        $"  -d candidate={standing.Candidate} -d as_of.year={standing.AsOf.Year} -d as_of.month={standing.AsOf.Month} -d as_of.day={standing.AsOf.Day}",
        .. takesEntries && Repeatable(standing) is { } member ? Record(standing, member, consensus) : [],
        "By gRPC, with reflection:",
        $"grpcurl -plaintext {consensus.Grpc.Address} list",
        .. ShellLines.Quoted("", "grpcurl -plaintext", Ask(standing), $"{consensus.Grpc.Address} nato.consensus.v1.Consensus/GetStanding"),
    ];

    /// <summary>A member of which an assessment can say again what counts; null where an assessment would count itself, in that position's place.</summary>
    private static MemberStanding? Repeatable(Standing standing) => standing.CountsFrom == Sourcing.Assessment
        ? null
        : standing.Members.FirstOrDefault(m => m.Stance != Stance.Unspecified && !m.ByPresentation);

    /// <summary>
    /// An example that does no harm: an assessment that says again what the member itself has let be known. It is shown as an
    /// indication, changes no count, and is entered once however often it is pasted.
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

    private static GetStandingRequest Ask(Standing standing) => new()
    {
        Selection = standing.Selection,
        Candidate = standing.Candidate,
        AsOf = standing.AsOf,
    };
}
