using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NatoServices.Consensus.Rules;

/// <summary>
/// A total that somebody stated, such as "about 20 of 31 support X", perhaps with members that it names as not counted. The claimed size
/// of the electorate is 0 if not stated.
/// </summary>
public sealed record Claim(
    string Candidate, Stance Stance, int Count, int Of, bool Approximate, ImmutableArray<string> Excepts, Sourcing Sourcing, Source Source,
    DateOnly StatedOn, Stamp Recorded)
{
    /// <summary>The id in the selection: "k" and the revision of the entry.</summary>
    [JsonIgnore]
    public string Id => $"k{Recorded.Revision}";

    /// <summary>Whether the claim covers the whole electorate: every member that is not excepted is said to take the stance.</summary>
    public bool SpeaksOfAll(int electorate) => !Approximate && (Of == 0 || Of == electorate) && Count + Excepts.Length >= electorate;
}

/// <summary>Command to enter a claim. The count is null if the request has none.</summary>
public sealed record RecordClaim(
    string Candidate, Stance Stance, int? Count, int Of, bool Approximate, IReadOnlyList<string> Excepts, Sourcing Sourcing, Source? Source,
    PartialDate StatedOn);

public sealed partial record Selection
{
    /// <summary>The number of assigned country codes; a larger number is a mistake.</summary>
    private const int MaxCount = 249;

    /// <summary>The claim entered at a revision; null if there is none.</summary>
    public Claim? ClaimAt(long revision) => Claims.PlaceOf(revision, c => c.Recorded) is >= 0 and var place ? Claims[place] : null;

    /// <summary>Enters a claim. If <paramref name="facts"/> is null, nothing is checked against them.</summary>
    public Ruling<SelectionEvent> Decide(RecordClaim command, Facts? facts, DateTimeOffset now)
    {
        var found = new Violations();
        facts.Candidate(found, "candidate", command.Candidate);
        found.OneOf("stance", command.Stance);
        if (command.Count is not { } count) found.Add("count", "is required");
        else
        {
            found.Require(count is >= 0 and <= MaxCount, "count", $"must be from 0 to {MaxCount}, is {count}");
            found.Require(command.Of <= 0 || count <= command.Of, "count", $"{count} is more than the {command.Of} there are said to be");
            found.Require(command.Of <= 0 || count > command.Of || count + command.Excepts.Count <= command.Of, "excepts",
                $"{count} and {command.Excepts.Count} excepted are more than the {command.Of} there are said to be");
        }
        found.Require(command.Of is >= 0 and <= MaxCount, "of", $"must be from 0 to {MaxCount}, is {command.Of}");
        found.OneOf("sourcing", command.Sourcing);
        found.Source("source", command.Source);
        found.Require(command.StatedOn is { IsValid: false } or { IsFull: true }, "stated_on", "must be a full date: year, month and day");
        facts.PastDate(found, "stated_on", command.StatedOn, now);
        found.Require(command.Excepts.Count <= MaxCount, "excepts", $"must have at most {MaxCount} items, has {command.Excepts.Count}");
        for (var i = 0; i < Math.Min(command.Excepts.Count, MaxCount); i++)
        {
            found.MemberCode($"excepts[{i}]", command.Excepts[i]);
            facts.Elector(found, $"excepts[{i}]", command.Excepts[i], command.StatedOn);
            found.Require(command.Excepts.Take(i).All(c => c != command.Excepts[i]), $"excepts[{i}]", $"{command.Excepts[i]} is named twice");
        }
        return Unless(found, now) ?? Enter(new ClaimRecorded(
            command.Candidate, command.Stance, command.Count!.Value, command.Of, command.Approximate, [.. command.Excepts],
            command.Sourcing, command.Source!, command.StatedOn));
    }
}
