using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NatoServices.Members.Rules;

/// <summary>The status of a state in the alliance. Numbered as in the gRPC contract.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MemberStatus>))]
public enum MemberStatus
{
    /// <summary>Not on the roster yet.</summary>
    [JsonStringEnumMemberName("UNSPECIFIED")]
    Unspecified = 0,

    /// <summary>Invited to accede; not part of the electorate.</summary>
    [JsonStringEnumMemberName("INVITED")]
    Invited = 1,

    /// <summary>Part of the electorate.</summary>
    [JsonStringEnumMemberName("MEMBER")]
    Member = 2,

    /// <summary>No longer a member, or no longer invited.</summary>
    [JsonStringEnumMemberName("WITHDRAWN")]
    Withdrawn = 3,
}

/// <summary>
/// One change of a state's status. The date is absent if not known, the source null if the actor gave none. Superseded is the stamp of the
/// entry that gave this change another date.
/// </summary>
public sealed record Membership(MemberStatus Status, PartialDate From, Source? Source, Stamp Recorded, Stamp? Superseded = null)
{
    /// <summary>Whether the change is valid as known at a moment: recorded and not yet superseded.</summary>
    public bool HoldsAt(DateTimeOffset? knownAt) => Recorded.IsKnownAt(knownAt) && (Superseded is null || !Superseded.IsKnownAt(knownAt));

    /// <summary>Whether the change has taken effect by a day. A change without a date always has.</summary>
    public bool HasBegun(DateOnly day) => From.IsAbsent || From.FirstDay <= day;
}

/// <summary>A change of a state's name or leader. Null means unchanged.</summary>
public sealed record Particulars(PartialDate From, string? DisplayName, string? HeadOfGovernment, string? Office, Stamp Recorded);

/// <summary>The defence expenditure of a state in a year by one source, in percent of the gross domestic product.</summary>
public sealed record DefenceExpenditure(int Year, decimal PercentOfGdp, bool Estimate, Source Source, Stamp Recorded);

/// <summary>A state on the roster with its full history, ordered by date, then by entry.</summary>
public sealed record Member(
    string Code, ImmutableList<Membership> History, ImmutableList<Particulars> Particulars, ImmutableList<DefenceExpenditure> DefenceExpenditure)
{
    /// <summary>Whether the state was on the roster as known at a moment.</summary>
    public bool IsKnownAt(DateTimeOffset? moment) => HistoryAt(moment).Any();

    /// <summary>Every change of status that is valid as known at a moment, including future ones.</summary>
    public IEnumerable<Membership> HistoryAt(DateTimeOffset? knownAt) => History.Where(m => m.HoldsAt(knownAt));

    /// <summary>The status on a day and its start date; unspecified if the state was not on the roster yet.</summary>
    public (MemberStatus Status, PartialDate Since) StatusOn(DateOnly day, DateTimeOffset? knownAt) =>
        HistoryAt(knownAt).LastOrDefault(m => m.HasBegun(day)) is { } last ? (last.Status, last.From) : default;

    /// <summary>The stamps of all entries about this state.</summary>
    [JsonIgnore]
    public IEnumerable<Stamp> Stamps =>
        [.. History.Select(m => m.Recorded), .. Particulars.Select(p => p.Recorded), .. DefenceExpenditure.Select(d => d.Recorded)];

    /// <summary>The last change of status, including a future one.</summary>
    [JsonIgnore]
    public Membership Latest => HistoryAt(null).Last();

    /// <summary>The name, head of government and office on a day, as known at a moment.</summary>
    public (string DisplayName, string HeadOfGovernment, string Office) ParticularsOn(DateOnly day, DateTimeOffset? knownAt)
    {
        var known = Particulars.Where(p => p.Recorded.IsKnownAt(knownAt)).ToList();
        var begun = known.Where(p => p.From.IsAbsent || p.From.FirstDay <= day).ToList();
        // Before its first name took effect, a state has that name too, so that lists show a name for every day.
        var name = begun.Concat(known).FirstOrDefault()?.DisplayName ?? Code;
        return (
            begun.LastOrDefault(p => p.DisplayName is not null)?.DisplayName ?? name,
            begun.LastOrDefault(p => p.HeadOfGovernment is not null)?.HeadOfGovernment ?? "",
            begun.LastOrDefault(p => p.Office is not null)?.Office ?? "");
    }

    internal Member Change(Membership change) => this with { History = Insert(History, change, m => m.From) };

    internal Member Change(Particulars change) => this with { Particulars = Insert(Particulars, change, p => p.From) };

    internal Member Report(DefenceExpenditure figure) => this with
    {
        DefenceExpenditure = DefenceExpenditure.Insert(DefenceExpenditure.FindLastIndex(d => d.Year <= figure.Year) + 1, figure),
    };

    internal Member SupersedeLast(Stamp by) => this with { History = History.Replace(Latest, Latest with { Superseded = by }) };

    /// <summary>Inserts after all items that are not dated later. An absent date is the earliest.</summary>
    private static ImmutableList<T> Insert<T>(ImmutableList<T> list, T item, Func<T, PartialDate> date) =>
        list.Insert(list.FindLastIndex(other => date(other).IsAbsent || (!date(item).IsAbsent && date(other) <= date(item))) + 1, item);
}
