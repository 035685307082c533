using Google.Protobuf.WellKnownTypes;
using Nato.Members.V1;
using NatoServices.Members.Rules;
using Wire = Nato.Members.V1;

namespace NatoServices.Members;

/// <summary>Converts between the gRPC contract and the domain.</summary>
internal static class MembersWire
{
    public static GetRosterResponse ToWire(Snapshot<Roster> roster, DateOnly day, DateTimeOffset? knownAt)
    {
        var electorate = roster.State.Electorate(day, knownAt).Select(m => m.Code).ToList();
        return new()
        {
            AsOf = day.ToWire(),
            Electorate = { electorate },
            ElectorateSize = electorate.Count,
            Members = { roster.State.KnownAt(knownAt).Select(m => ToWire(m, day, knownAt)) },
            Revision = roster.State.RevisionAt(knownAt),
            RevisionToken = roster.Token,
        };
    }

    public static Wire.Member ToWire(Rules.Member member, DateOnly day, DateTimeOffset? knownAt)
    {
        var (status, since) = member.StatusOn(day, knownAt);
        var (displayName, headOfGovernment, office) = member.ParticularsOn(day, knownAt);
        return new()
        {
            Code = member.Code,
            DisplayName = displayName,
            Status = (Wire.MemberStatus)status,
            Since = since.ToWire(),
            HeadOfGovernment = headOfGovernment,
            Office = office,
            History = { member.HistoryAt(knownAt).Select(ToWire) },
        };
    }

    public static Wire.DefenceExpenditure ToWire(Rules.DefenceExpenditure figure) => new()
    {
        Year = figure.Year,
        PercentOfGdp = (double)figure.PercentOfGdp,
        Estimate = figure.Estimate,
        Source = figure.Source.ToWire(),
        Recorded = figure.Recorded.ToWire(),
    };

    public static StatusChange ToChange(Rules.Membership change) => new()
    {
        Status = (Wire.MemberStatus)change.Status,
        From = change.From.ToWire(),
        RecordedAt = change.Recorded.RecordedAt.ToTimestamp(),
        SupersededAt = change.Superseded?.RecordedAt.ToTimestamp(),
    };

    public static NameChange ToChange(Particulars named) => new()
    {
        DisplayName = named.DisplayName,
        From = named.From.ToWire(),
        RecordedAt = named.Recorded.RecordedAt.ToTimestamp(),
    };

    private static Wire.Membership ToWire(Rules.Membership change) => new()
    {
        Status = (Wire.MemberStatus)change.Status,
        From = change.From.ToWire(),
        Source = change.Source.ToWire(),
        Recorded = change.Recorded.ToWire(),
    };
}
