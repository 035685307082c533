using NatoServices.Consensus.Rules;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>What a selection tells of silences, decisions and positions, by what was known at a moment.</summary>
internal static class SilenceTold
{
    private static readonly string[] Telling = ["silence", "state", "decision", "members", "objecting", "conditional"];

    public static string Of(Selection selection, DateTimeOffset? knownAt = null) => string.Join('\n', [
        .. selection.Silences.Where(s => s.Opened.IsKnownAt(knownAt)).Select(s => Of(s, knownAt)),
        .. selection.Decisions.Where(d => d.Recorded.IsKnownAt(knownAt)).Select(d => Of(d, knownAt)),
        .. selection.Positions.Where(p => p.Recorded.IsKnownAt(knownAt)).Select(p => Of(p, knownAt)),
        selection.ClosedAt(knownAt) is null ? "open" : "closed"]);

    public static string Of(Refusal? refusal) => refusal switch
    {
        null => "",
        InvalidInput wrong => $"InvalidInput {string.Join(',', wrong.Violations.Select(v => v.Field))}",
        _ => string.Join(' ', [
            refusal.GetType().Name,
            .. Telling.Where(refusal.Metadata.ContainsKey).Select(key => $"{key}={refusal.Metadata[key]}")]),
    };

    public static string Of(Elector elector) => string.Join(':', [
        elector.Member, elector.Stance, elector.Sourcing, elector.TakenOn, elector.Position, string.Join(',', elector.Undischarged)]);

    /// <summary>A state as the contracts write it.</summary>
    public static string Name(SilenceState state) => state == SilenceState.UnderSilence ? "UNDER_SILENCE" : $"{state}".ToUpperInvariant();

    /// <summary>Why a silence was withdrawn, in a word.</summary>
    private static string Why(string reason) =>
        reason.StartsWith("The selection was closed", StringComparison.Ordinal) ? "closed"
        : reason.StartsWith("The candidacy of", StringComparison.Ordinal) ? "candidacy"
        : reason.StartsWith("The vacancy", StringComparison.Ordinal) ? "filled"
        : reason;

    private static string Of(Silence silence, DateTimeOffset? knownAt) => string.Join(' ', [
        silence.Id, silence.Candidate, Name(silence.StateAt(knownAt)),
        string.Join(", ", silence.Deadlines.Where(d => d.Recorded.IsKnownAt(knownAt)).Select(d => $"{d.At:O} {d.TimeZone} {d.Reason}")), "|",
        string.Join(',', silence.Breaks.Where(b => b.Recorded.IsKnownAt(knownAt)).Select(b => b.Seal is null ? b.Member : "sealed")),
        silence.End is { } end && end.Recorded.IsKnownAt(knownAt) ? Why(end.Reason) : ""]);

    private static string Of(TakenDecision decision, DateTimeOffset? knownAt) => decision.Taken is var taken ? string.Join(' ', [
        decision.Id, $"{taken.Kind}", taken.Silence, taken.Candidate, $"{taken.At:O}", taken.TimeZone, $"{taken.DecidedOn:O}", $"{taken.LateBy}",
        string.Join(' ', taken.Electorate.Select(Of)), $"{decision.DeliveryAt(knownAt)}", decision.IsInForceAt(knownAt) ? "in force" : "reopened"]) : "";

    private static string Of(Position position, DateTimeOffset? knownAt) => string.Join(' ', [
        position.Id, position.Candidate, position.Member, $"{position.Stance}", $"{position.Sourcing}", $"{position.TakenOn}",
        position.IsKnownAt(knownAt) ? "" : "a mistake",
        string.Join(',', position.Conditions.Where(c => c.Discharged is { } met && met.Recorded.IsKnownAt(knownAt)).Select(c => c.Discharged!.On))]);
}
