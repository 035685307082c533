using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NatoServices.Domain;

namespace NatoServices.Members.Rules;

/// <summary>How a state stands to the alliance. The numbers are the contract's.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MemberStatus>))]
public enum MemberStatus
{
    /// <summary>Not on the roster yet.</summary>
    [JsonStringEnumMemberName("UNSPECIFIED")]
    Unspecified = 0,

    /// <summary>Invited to accede, and not counted.</summary>
    [JsonStringEnumMemberName("INVITED")]
    Invited = 1,

    /// <summary>Part of the electorate.</summary>
    [JsonStringEnumMemberName("MEMBER")]
    Member = 2,

    /// <summary>No longer part of the alliance, or of those invited.</summary>
    [JsonStringEnumMemberName("WITHDRAWN")]
    Withdrawn = 3,
}

/// <summary>One change of a state's status.</summary>
/// <param name="Status">The new status.</param>
/// <param name="From">From when; absent if not known.</param>
/// <param name="Source">Where it is found; null if it was entered on the actor's own word.</param>
/// <param name="Recorded">Its entry.</param>
/// <param name="Superseded">The entry that gave this change another date; null if none did.</param>
public sealed record Membership(MemberStatus Status, PartialDate From, Source? Source, Stamp Recorded, Stamp? Superseded = null)
{
    /// <summary>Whether it holds by what was known at a moment.</summary>
    public bool HoldsAt(DateTimeOffset? knownAt) => Recorded.IsKnownAt(knownAt) && (Superseded is null || !Superseded.IsKnownAt(knownAt));

    /// <summary>Whether it has begun by a day.</summary>
    public bool HasBegun(DateOnly day) => From.IsAbsent || From.FirstDay <= day;
}

/// <summary>What changed of a state's name and leader; null: unchanged.</summary>
public sealed record Particulars(PartialDate From, string? DisplayName, string? HeadOfGovernment, string? Office, Stamp Recorded);

/// <summary>What one source says that a state spends on defence in one year, in percent of its gross domestic product.</summary>
public sealed record DefenceExpenditure(int Year, decimal PercentOfGdp, bool Estimate, Source Source, Stamp Recorded);

/// <summary>A state of the roster with everything that was ever entered of it, in the order of the dates and then of the entries.</summary>
public sealed record Member(
    string Code, ImmutableList<Membership> History, ImmutableList<Particulars> Particulars, ImmutableList<DefenceExpenditure> DefenceExpenditure)
{
    /// <summary>Whether the state was on the roster by what was known at a moment.</summary>
    public bool IsKnownAt(DateTimeOffset? moment) => HistoryAt(moment).Any();

    /// <summary>Every change that holds by what was known at a moment, those that lie in the future included.</summary>
    public IEnumerable<Membership> HistoryAt(DateTimeOffset? knownAt) => History.Where(m => m.HoldsAt(knownAt));

    /// <summary>The status on a day and since when; unspecified if the state wasn't on the roster yet.</summary>
    public (MemberStatus Status, PartialDate Since) StatusOn(DateOnly day, DateTimeOffset? knownAt) =>
        HistoryAt(knownAt).LastOrDefault(m => m.HasBegun(day)) is { } last ? (last.Status, last.From) : default;

    /// <summary>Every entry that speaks of this state.</summary>
    [JsonIgnore]
    public IEnumerable<Stamp> Stamps =>
        [.. History.Select(m => m.Recorded), .. Particulars.Select(p => p.Recorded), .. DefenceExpenditure.Select(d => d.Recorded)];

    /// <summary>The last change of all, whether it has begun or not.</summary>
    [JsonIgnore]
    public Membership Latest => HistoryAt(null).Last();

    /// <summary>Name, head of government and office on a day.</summary>
    public (string DisplayName, string HeadOfGovernment, string Office) ParticularsOn(DateOnly day, DateTimeOffset? knownAt)
    {
        var known = Particulars.Where(p => p.Recorded.IsKnownAt(knownAt)).ToList();
        var begun = known.Where(p => p.From.IsAbsent || p.From.FirstDay <= day).ToList();
        // A state keeps its name on the days before its first entry: a list of names has no holes.
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

    /// <summary>After everything that is not dated later; an absent date is the earliest.</summary>
    private static ImmutableList<T> Insert<T>(ImmutableList<T> list, T item, Func<T, PartialDate> date) =>
        list.Insert(list.FindLastIndex(other => date(other).IsAbsent || (!date(item).IsAbsent && date(other) <= date(item))) + 1, item);
}
