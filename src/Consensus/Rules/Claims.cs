using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NatoServices.Domain;

namespace NatoServices.Consensus.Rules;

/// <summary>A total that somebody stated, such as "about 20 of 31 support X".</summary>
/// <param name="Candidate">The candidate's id.</param>
/// <param name="Stance">The stance that the counted members are said to take.</param>
/// <param name="Count">The claimed number of members.</param>
/// <param name="Of">The claimed size of the electorate; 0 if not stated.</param>
/// <param name="Approximate">Whether the claim says "about".</param>
/// <param name="Excepts">The members that the claim names as not counted.</param>
/// <param name="Sourcing">How well the claim is sourced.</param>
/// <param name="Source">The source.</param>
/// <param name="StatedOn">The day on which the claim was stated.</param>
/// <param name="Recorded">The stamp of the entry.</param>
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
