using CsCheck;
using NatoServices.Candidates.Rules;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>What holds of every slate on which steps, appointments and revocations are entered in whatever order.</summary>
public sealed class AppointmentLawTests
{
    private static readonly string[] People = ["ann", "bo"];

    private static readonly Gen<DateOnly> Days = Gen.Int[0, 99].Select(new DateOnly(2023, 1, 1).AddDays);

    private static readonly Gen<Act> Steps = Gen.Select(
        Gen.OneOf(People), Gen.OneOf(Enum.GetValues<CandidacyStatus>()[1..^1]), Days,
        (candidate, status, day) => new Act(candidate, "", status, PartialDate.Of(day)));

    private static readonly Gen<Act> Appointments = Gen.Select(
        Gen.OneOf(People), Gen.OneOf("first", "second"), Days,
        (candidate, selection, day) => new Act(candidate, selection, CandidacyStatus.Appointed, PartialDate.Of(day)));

    private static readonly Gen<Act> Revocations = Gen.Select(
        Gen.OneOf(People), Gen.OneOf("first", "second"), (candidate, selection) => new Act(candidate, selection, default, default));

    private static readonly Gen<Act> Acts = Gen.Frequency((3, Steps), (2, Appointments), (4, Revocations));

    [Fact]
    public void At_most_one_appointment_stands_and_it_is_the_last_one_that_was_not_revoked() => Acts.List[0, 30].Sample(acts =>
    {
        var story = new SlateOperatorLog(People);
        Act? standing = null;
        foreach (var act in acts)
        {
            var (before, now) = (story.State, story.Now);
            var refusal = act.EnterIn(story);

            if (standing is null) standing = act.Appoints && refusal is null ? act : null;
            else if (act.Revokes && act.SpeaksOf(standing)) standing = null;
            else
            {
                // While somebody is appointed, nothing is entered; to say the same again, or to revoke what doesn't stand, is no error.
                Assert.Same(before, story.State);
                Assert.Equal(act.Revokes || (act.Appoints && act.SpeaksOf(standing)), refusal is not VacancyFilled);
            }
            var made = story.State.AppointmentAt(null);
            Assert.Equal((standing?.Candidate, standing?.Selection, standing?.Date), (made?.Candidate, made?.Selection, made?.DecidedOn));
            Assert.True(People.Sum(id => SlateOperatorLog.History(story.State, id).Count(s => s.EndsWith("APPOINTED", StringComparison.Ordinal))) <= 1);
            Assert.Equal(before.AppointmentAt(null), story.State.AppointmentAt(now));
        }
    });

    [Fact]
    public void After_a_revocation_all_is_as_if_the_appointment_had_never_been() =>
        Gen.Select(Acts.List[0, 30], Acts, Days).Sample((acts, next, day) =>
        {
            var story = new SlateOperatorLog(People);
            var lasting = new List<Act>();
            foreach (var act in acts)
            {
                var before = story.State;
                act.EnterIn(story);
                if (ReferenceEquals(before, story.State)) continue;
                if (act.Revokes) lasting.RemoveAt(lasting.Count - 1);
                else lasting.Add(act);
            }
            var without = new SlateOperatorLog(People);
            foreach (var act in lasting) Assert.Null(act.EnterIn(without));

            Assert.Equal(Told(without.State, day), Told(story.State, day));
            Assert.Equal(next.EnterIn(without)?.Message, next.EnterIn(story)?.Message);
            Assert.Equal(Told(without.State, day), Told(story.State, day));
        });

    [Fact]
    public void As_known_at_a_moment_the_slate_stays_as_it_was_then_whatever_follows() => Gen.Select(Acts.List[0, 30], Days).Sample((acts, day) =>
    {
        var story = new SlateOperatorLog(People);
        var then = new List<(DateTimeOffset Moment, string Told)>();
        foreach (var act in acts)
        {
            act.EnterIn(story);
            then.Add((story.Now, Told(story.State, day)));
        }

        Assert.All(then, reading => Assert.Equal(reading.Told, Told(story.State, day, reading.Moment)));
    });

    /// <summary>All that a slate answers on a day, by what was known at a moment, but for the entries' places in the record.</summary>
    private static string Told(Slate slate, DateOnly day, DateTimeOffset? knownAt = null)
    {
        var made = slate.AppointmentAt(knownAt);
        var people = slate.Candidates.Values.Select(c =>
            $"{c.Id} {c.StatusOn(day, knownAt)} [{string.Join(", ", SlateOperatorLog.History(slate, c.Id, knownAt))}] "
            + (c.ClosedBy(made, day, knownAt) is null ? "" : "closed"));
        return string.Join('\n', [$"{made?.Candidate} by {made?.Selection} on {made?.DecidedOn}", .. people]);
    }

    /// <summary>A step, an appointment or, without a status, a revocation.</summary>
    private sealed record Act(string Candidate, string Selection, CandidacyStatus Status, PartialDate Date)
    {
        public bool Appoints => Status == CandidacyStatus.Appointed;

        public bool Revokes => Status == default;

        public bool SpeaksOf(Act appointment) => (Candidate, Selection) == (appointment.Candidate, appointment.Selection);

        public Refusal? EnterIn(SlateOperatorLog story) =>
            Revokes ? story.Revoke(Candidate, Selection)
            : Appoints ? story.Appoint(Candidate, Date, Selection)
            : story.Enter(Candidate, Status, Date);
    }
}
