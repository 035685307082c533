using System.Globalization;
using Google.Type;
using Nato.Consensus.V1;
using Decision = Nato.Consensus.V1.Decision;
using DecisionKind = Nato.Consensus.V1.DecisionKind;
using DeliveryState = Nato.Consensus.V1.DeliveryState;
using Elector = Nato.Consensus.V1.Elector;
using Stance = Nato.Consensus.V1.Stance;
using Tally = Nato.Consensus.V1.Tally;

namespace NatoServices.Consensus.Decisions;

/// <summary>The texts of a printed decision, independent of the format.</summary>
internal static class DocumentText
{
    public static string Title(Decision decision) => $"Decision {decision.Id} of selection {decision.Selection}";

    /// <summary>The names and values of all details except the text and the electorate.</summary>
    public static IEnumerable<(string Name, string Value)> Particulars(Decision decision)
    {
        if (decision.Post is not "") yield return ("Post", decision.Post);
        yield return ("Candidate", $"{decision.CandidateName} ({decision.Candidate})");
        yield return ("Decided", decision.Kind == DecisionKind.Silence
            ? $"{Day(decision.DecidedOn)} (UTC), under silence {decision.Silence}, which nobody broke before {At(decision)}"
            : $"{Day(decision.DecidedOn)} (UTC), at the table: the chair declared consensus at {At(decision)}");
        yield return ("Entered", Entered(decision));
        yield return ("In force", decision.InForce
            ? "yes" : $"no: the selection was reopened at {Moment(decision.Reopened.At)} by {decision.Reopened.Actor}: {decision.ReopeningReason}");
        yield return ("Appointment", Say(decision.Delivery));
        yield return (
            "Electorate", $"{decision.Tally.Electorate} members on {Day(decision.DecidedOn)}, by revision {decision.RosterRevision} of the roster");
        yield return ("Had stated", $"{Say(decision.Tally)}; statements counted from {Word(decision.CountsFrom)} on");
    }

    public static string Say(Elector elector)
    {
        var said = elector.Stance switch
        {
            Stance.Supports => "support",
            Stance.NoObjection => "no objection",
            Stance.NoPosition => "that it has no position",
            Stance.Objects => "an objection",
            _ => "nothing",
        };
        if (elector.Stance == Stance.Unspecified) return said;
        var asked = elector.UndischargedConditions.Count == 0 ? "" : $"; asked for, and not met: {string.Join("; ", elector.UndischargedConditions)}";
        var how = elector.Position is "" ? "by presenting the candidate" : elector.Position;
        return $"{said}, {Word(elector.Sourcing)}, {how}, {Day(elector.TakenOn)}{asked}";
    }

    /// <summary>The path of the decision's entry, which has the text and the electorate.</summary>
    public static string Entry(Decision decision) =>
        $"/v1/selections/{decision.Selection}/entries?after_revision={decision.Recorded.Revision - 1}&page_size=1";

    /// <summary>The path that verifies the record against the hash.</summary>
    public static string Check(Decision decision) =>
        $"/v1/selections/{decision.Selection}/entries:verify?up_to_revision={decision.Recorded.Revision}&hash={decision.Hash}";

    private static string Entered(Decision decision)
    {
        var entered = $"{Moment(decision.Recorded.At)} by {decision.Recorded.Actor}, as entry {decision.Recorded.Revision} of the record";
        return decision.Late ? $"{entered}: late, {Length(decision.LateBy.ToTimeSpan())} after the deadline" : entered;
    }

    private static string Say(Tally tally) =>
        $"support {tally.Supports}, no objection {tally.NoObjection}, no position {tally.NoPosition}, "
        + $"something on conditions not met {tally.Conditional}, an objection {tally.Objects}, nothing {tally.SaidNothing}";

    private static string Say(Delivery delivery) => delivery.State switch
    {
        DeliveryState.Delivered => $"marked by the Candidates service, {Moment(delivery.Recorded.At)}",
        DeliveryState.Refused => $"refused by the Candidates service, {Moment(delivery.Recorded.At)}: {delivery.Explanation}",
        DeliveryState.Revoking => "marked by the Candidates service, which is asked to take it back",
        DeliveryState.Revoked => $"taken back by the Candidates service, {Moment(delivery.Recorded.At)}",
        _ => "on its way to the Candidates service",
    };

    /// <summary>The name of a sourcing in the contract, without its prefix.</summary>
    private static string Word(Nato.Record.V1.Sourcing sourcing) => Rules.Names.Of(sourcing.ToSourcing());

    private static string At(Decision decision) => $"{decision.DecidedAtShown} ({decision.TimeZone})";

    private static string Day(Date date) => date.ToPartialDate().ToString();

    private static string Moment(Google.Protobuf.WellKnownTypes.Timestamp moment) =>
        moment.ToDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>Formats a duration in its two largest units, such as "1 h 5 min" or "7 s".</summary>
    private static string Length(TimeSpan length)
    {
        (int Count, string Unit)[] parts = [(length.Days, "d"), (length.Hours, "h"), (length.Minutes, "min"), (length.Seconds, "s")];
        return string.Join(' ', parts.SkipWhile(p => p.Count == 0).Take(2).Where(p => p.Count > 0).Select(p => $"{p.Count} {p.Unit}"));
    }
}
