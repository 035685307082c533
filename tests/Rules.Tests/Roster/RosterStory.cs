using NatoServices.Domain;
using NatoServices.Members.Rules;
using Roster = NatoServices.Members.Rules.Roster;

namespace NatoServices.Rules.Tests;

/// <summary>A roster to which changes are entered as "accede SWE 2024-03-07".</summary>
internal sealed class RosterStory
{
    private readonly Pen<Roster, RosterEvent> pen = new(Roster.Empty, Roster.Apply);

    public Roster State => pen.State;

    public DateTimeOffset Now => pen.Now;

    public Refusal? Enter(string change)
    {
        var words = change.Split(' ');
        return Enter(words[0], words[1], words.Length > 2 ? PartialDate.Parse(words[2])!.Value : default);
    }

    public Refusal? Enter(string verb, string code, PartialDate date) => pen.Enter((roster, now) => verb switch
    {
        "invite" => roster.Decide(new InviteMember(code, code, "", "", date, null), now),
        "accede" => roster.Decide(new AccedeMember(code, date, null), now),
        "withdraw" => roster.Decide(new WithdrawMember(code, date, null)),
        _ => throw new FormatException(verb),
    });

    /// <summary>The status of each state on a day by what was known at a moment, as text.</summary>
    public static string Statuses(Roster roster, DateOnly day, DateTimeOffset? knownAt = null) =>
        string.Join(' ', roster.KnownAt(knownAt).Select(m => $"{m.Code}:{m.StatusOn(day, knownAt)}"));
}
