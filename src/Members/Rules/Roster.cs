using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NatoServices.Members.Rules;

/// <summary>All current, former and invited members, by code.</summary>
public sealed partial record Roster(ImmutableSortedDictionary<string, Member> Members)
{
    /// <summary>The roster before its first entry.</summary>
    public static Roster Empty { get; } = new(ImmutableSortedDictionary<string, Member>.Empty.WithComparers(StringComparer.Ordinal));

    /// <summary>The states on the roster as known at a moment.</summary>
    public IEnumerable<Member> KnownAt(DateTimeOffset? moment) => Members.Values.Where(m => m.IsKnownAt(moment));

    /// <summary>The electorate: the states that are MEMBER on a day, as known at a moment.</summary>
    public IEnumerable<Member> Electorate(DateOnly day, DateTimeOffset? knownAt) =>
        KnownAt(knownAt).Where(m => m.StatusOn(day, knownAt).Status == MemberStatus.Member);

    /// <summary>The revision of the roster as known at a moment; 0 before its first entry.</summary>
    public long RevisionAt(DateTimeOffset? moment) =>
        Members.Values.SelectMany(m => m.Stamps).Where(s => s.IsKnownAt(moment)).Select(s => s.Revision).DefaultIfEmpty(0).Max();

    /// <summary>The stamp of every entry, in order.</summary>
    [JsonIgnore]
    public IEnumerable<Stamp> Stamps => Members.Values.SelectMany(m => m.Stamps).DistinctBy(s => s.Revision).OrderBy(s => s.Revision);

    /// <summary>Finds a state. Refused with <see cref="MemberUnknown"/> if it was not on the roster as known at a moment.</summary>
    public Answer<Member> Find(string code, DateTimeOffset? knownAt) =>
        Members.TryGetValue(code, out var member) && member.IsKnownAt(knownAt) ? member : new MemberUnknown(code);

    /// <summary>Applies one entry and returns the new roster.</summary>
    public static Roster Apply(Roster roster, Entry<RosterEvent> entry)
    {
        var stamp = Stamp.Of(entry);
        return entry.Event switch
        {
            MemberInvited e => roster.With((roster.Members.GetValueOrDefault(e.Code) ?? new Member(e.Code, [], [], []))
                .Change(new Membership(MemberStatus.Invited, e.InvitedOn ?? default, e.Source, stamp))
                .Change(new Particulars(e.InvitedOn ?? default, e.DisplayName, e.HeadOfGovernment, e.Office, stamp))),
            MemberAcceded e => roster.With(roster.Members[e.Code].Change(new Membership(MemberStatus.Member, e.Date, e.Source, stamp))),
            AccessionRescheduled e => roster.With(roster.Members[e.Code]
                .SupersedeLast(stamp).Change(new Membership(MemberStatus.Member, e.Date, e.Source, stamp))),
            MemberWithdrawn e => roster.With(roster.Members[e.Code].Change(new Membership(MemberStatus.Withdrawn, e.Date, e.Source, stamp))),
            MemberUpdated e => roster.With(roster.Members[e.Code]
                .Change(new Particulars(e.From, e.DisplayName, e.HeadOfGovernment, e.Office, stamp))),
            DefenceExpenditureReported e => roster.With(roster.Members[e.Code]
                .Report(new(e.Year, e.PercentOfGdp, e.Estimate, e.Source, stamp))),
            _ => throw new InvalidOperationException($"{entry.Event.GetType().Name} is not an event of the roster."),
        };
    }

    private Roster With(Member member) => new(Members.SetItem(member.Code, member));
}
