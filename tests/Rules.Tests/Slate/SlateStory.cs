using NatoServices.Candidates.Rules;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>
/// A slate with a vacancy and candidates, to which steps are entered as "2023-05 MENTIONED"; "REVOKED" takes the appointment back.
/// </summary>
internal sealed class SlateOperatorLog
{
    private const string Vacancy = "chair-2024";
    private const string Selection = "chair";

    private static readonly Source Source = new(Citation: "report");
    private static readonly Roster Everybody = new(1, [new("FIN", "Finland", [new(true, default)])]);

    private readonly Pen<Slate, SlateEvent> pen = new(Slate.Empty, Slate.Apply);

    public SlateOperatorLog(params string[] candidates)
    {
        Assert.Null(pen.Enter((slate, now) => slate.Decide(new OpenVacancy(Vacancy, "Chair", null, new(2024), Source, []), now)));
        foreach (var id in candidates)
            Assert.Null(pen.Enter((slate, _) => slate.Decide(new RegisterCandidate(Vacancy, id, id, [], "FIN", "", []), Everybody)));
    }

    public Slate State => pen.State;

    public DateTimeOffset Now => pen.Now;

    public static CandidacyStatus Status(string name) => Enum.GetValues<CandidacyStatus>().Single(s => Ladder.Name(s) == name);

    public Refusal? Enter(string candidate, string step) => step.Split(' ') switch
    {
        ["REVOKED"] => Revoke(candidate),
        [var date, var status] => Enter(candidate, Status(status), PartialDate.Parse(date)!.Value),
        _ => throw new FormatException(step),
    };

    public Refusal? Enter(string candidate, CandidacyStatus status, PartialDate date) => status == CandidacyStatus.Appointed
        ? Appoint(candidate, date)
        : pen.Enter((slate, now) => slate.Decide(
            new RecordCandidacy(Vacancy, candidate, status, Sourcing.Named, Source, date, status == CandidacyStatus.Presented ? "FIN" : ""),
            status == CandidacyStatus.Presented ? Everybody : null, now));

    public Refusal? Appoint(string candidate, PartialDate decidedOn, string selection = Selection) =>
        pen.Enter((slate, now) => slate.Decide(new Appoint("consensus", Vacancy, candidate, selection, decidedOn), now));

    public Refusal? Revoke(string candidate, string selection = Selection) =>
        pen.Enter((slate, _) => slate.Decide(new RevokeAppointment("consensus", Vacancy, candidate, selection, "It did not come to pass.")));

    /// <summary>The steps of a candidate by what was known at a moment, each as "2023-05 MENTIONED".</summary>
    public static IReadOnlyList<string> History(Slate slate, string candidate, DateTimeOffset? knownAt = null) =>
        [.. slate.Candidates[candidate].HistoryOn(DateOnly.MaxValue, knownAt).Select(h => $"{h.Date} {Ladder.Name(h.Status)}")];
}
