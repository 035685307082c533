using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Nato.Consensus.V1;
using Wire = Nato.Consensus.V1;

namespace NatoServices.Consensus.Silences;

internal static class SilenceWire
{
    public static OpenSilence Command(OpenSilenceRequest request, Violations found) =>
        new(request.Candidate, request.Text, Term(found, request.Deadline, request.Duration, request.TimeZone));

    public static ExtendSilence Command(ExtendSilenceRequest request, Violations found) =>
        new(request.Silence, Term(found, request.Deadline, request.Duration, request.TimeZone), request.Reason);

    public static BreakSilence Command(BreakSilenceRequest request, string? sealedText) =>
        new(request.Silence, request.Member, request.Reason, sealedText is null ? null : Seal.Of(sealedText));

    public static WithdrawSilence Command(WithdrawSilenceRequest request) => new(request.Silence, request.Reason);

    /// <summary>
    /// The confidential text of a break; null if the break is not confidential. Without the nonce, the member could be found by computing
    /// the seal for every member.
    /// </summary>
    public static string? Confidence(BreakSilenceRequest request, string actor) => !request.Confidential ? null : new JsonObject
    {
        ["nonce"] = RandomNumberGenerator.GetHexString(32, lowercase: true),
        ["member"] = request.Member,
        ["reason"] = request.Reason,
        ["actor"] = actor,
    }.ToJsonString(EventCodec.Options);

    public static Answer<GetSilenceResponse> Reply(GetSilenceRequest request, Snapshot<Selection> selection, Reading reading, DateTimeOffset now)
    {
        var silence = selection.State.FindSilence(request.Silence);
        if (silence is null || !silence.Opened.IsKnownAt(reading.KnownAt))
            return new SilenceUnknown(request.Selection, request.Silence);
        return new GetSilenceResponse { Silence = ToWire(selection.State, silence, reading.KnownAt, now), RevisionToken = selection.Token };
    }

    public static ListSilencesResponse Reply(
        ListSilencesRequest request, Snapshot<Selection> selection, Reading reading, DateTimeOffset now)
    {
        var wanted = (Rules.SilenceState)request.State;
        var listed = selection.State.Silences
            .Where(s => s.Opened.IsKnownAt(reading.KnownAt))
            .Where(s => wanted == default || s.StateAt(reading.KnownAt) == wanted);
        var (silences, next) = reading.Page.Cut(
            listed, s => KeyOf(s.Opened.Revision), s => ToWire(selection.State, s, reading.KnownAt, now));
        return new()
        {
            Silences = { silences },
            NextPageToken = next,
            RevisionToken = selection.Token,
        };
    }

    public static Wire.Silence Entered(Snapshot<Selection> after, string silence) =>
        ToWire(after.State, after.State.FindSilence(silence)!, null, null);

    /// <summary>
    /// Converts a silence as known at a moment. The time of a query is null for the reply to a command, which must not depend on the time.
    /// </summary>
    public static Wire.Silence ToWire(Selection selection, Rules.Silence silence, DateTimeOffset? knownAt, DateTimeOffset? now)
    {
        var (state, deadline) = (silence.StateAt(knownAt), silence.DeadlineAt(knownAt));
        var withdrawn = state == Rules.SilenceState.Withdrawn ? silence.End : null;
        return new()
        {
            Id = silence.Id,
            Selection = selection.Id,
            Candidate = silence.Candidate,
            Text = silence.Text,
            State = (Wire.SilenceState)state,
            Deadline = deadline.At.ToTimestamp(),
            TimeZone = deadline.TimeZone,
            DeadlineShown = Rules.Term.Show(deadline.At),
            Opened = silence.Opened.ToWire(),
            Extensions = { silence.Deadlines.Skip(1).Where(d => d.Recorded.IsKnownAt(knownAt)).Select(ToWire) },
            Breaks = { silence.Breaks.Where(b => b.Recorded.IsKnownAt(knownAt)).Select(ToWire) },
            Withdrawn = withdrawn?.Recorded.ToWire(),
            WithdrawalReason = withdrawn?.Reason ?? "",
            Decision = state == Rules.SilenceState.Adopted ? selection.Decisions.Find(d => d.Taken.Silence == silence.Id)!.Id : "",
            RanOut = state == Rules.SilenceState.UnderSilence && (knownAt ?? now) >= deadline.At,
        };
    }

    private static SilenceExtension ToWire(Deadline deadline) => new()
    {
        Deadline = deadline.At.ToTimestamp(),
        TimeZone = deadline.TimeZone,
        DeadlineShown = Rules.Term.Show(deadline.At),
        Reason = deadline.Reason,
        Recorded = deadline.Recorded.ToWire(),
    };

    private static SilenceBreak ToWire(Break broken) => new()
    {
        Member = broken.Member,
        Reason = broken.Reason,
        Confidential = broken.Seal is not null,
        Recorded = broken.Recorded.ToWire(),
    };

    private static Term Term(Violations found, Timestamp? deadline, Duration? duration, string timeZone) => new(
        RecordWire.MomentOf(found, "deadline", deadline), RecordWire.DurationOf(found, "duration", duration), timeZone, TimeZones.Find);

    /// <summary>Zero-padded, so that keys sort in the order of the revisions.</summary>
    private static string KeyOf(long revision) => $"{revision:D19}";

    public static bool IsKey(string key) => key.Length == 19 && key.All(char.IsAsciiDigit);
}
