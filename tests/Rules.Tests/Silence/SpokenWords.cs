using NatoServices.Consensus.Rules;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>What members have said, as the model knows it.</summary>
internal sealed class SpokenWords(Rule rule)
{
    private readonly List<Word> words = [];

    public IEnumerable<object> All => words;

    public static string? Wrong(RecordPosition c, SilenceWorld world, DateTimeOffset now)
    {
        string[] wrong = [
            .. c.TakenOn.FirstDay > DateOnly.FromDateTime(now.UtcDateTime.AddHours(14)) ? ["taken_on"] : Array.Empty<string>(),
            .. world.IsMember(c.Member, c.TakenOn.FirstDay) ? [] : new[] { "member" }];
        return wrong.Length > 0 ? $"InvalidInput {string.Join(',', wrong)}" : null;
    }

    public string? Unknown(string id) => words.Find(w => w.Id == id) is not { } word ? "PositionUnknown" : word.Mistake ? "PositionAlreadyRetracted" : null;

    /// <summary>Why a condition can't be met, if it can't.</summary>
    public string? Unmet(string id) => Find(id) is not { Asks: true } word ? "ConditionUnknown" : word.Met is null ? null : "ConditionAlreadyDischarged";

    public void Take(RecordPosition c, long revision) => words.Add(new(revision, c));

    public void Retract(string id) => Find(id).Mistake = true;

    public void Meet(string id, DateOnly day) => Find(id).Met = day;

    /// <summary>Whose delegation objects, not having said otherwise itself.</summary>
    public IReadOnlyList<string> Objecting(string candidate, DateOnly day, SilenceWorld world) =>
        [.. Members(day, world).Where(m => Counting(m, candidate, day, world, Sourcing.Delegation)?.Said.Stance == Stance.Objects)];

    /// <summary>Why there is no consensus to declare, if there is none.</summary>
    public string? Blocking(string candidate, DateOnly day, SilenceWorld world)
    {
        var counting = Members(day, world).Select(m => (Member: m, Word: Counting(m, candidate, day, world, rule.CountsFrom))).ToList();
        var objecting = counting.Where(c => c.Word?.Said.Stance == Stance.Objects).Select(c => c.Member).ToList();
        var conditional = counting.Where(c => c.Word?.IsOpenOn(day) is true).Select(c => c.Member).ToList();
        var blocking = counting.Select(c => c.Member).Where(m => objecting.Contains(m) || conditional.Contains(m)).ToList();
        return blocking.Count == 0 ? null
            : $"ConsensusBlocked members={string.Join(',', blocking)} objecting={string.Join(',', objecting)} conditional={string.Join(',', conditional)}";
    }

    public string Electorate(string candidate, DateOnly day, SilenceWorld world) => string.Join(' ', Members(day, world)
        .Select(m => (Member: m, Word: Counting(m, candidate, day, world, rule.CountsFrom)))
        .Select(e => e.Word is { } word
            ? $"{e.Member}:{word.Said.Stance}:{word.Said.Sourcing}:{word.Said.TakenOn}:{(word.Revision > 0 ? word.Id : "")}:{(word.IsOpenOn(day) ? "an assurance" : "")}"
            : $"{e.Member}:Unspecified:Unspecified:{default(PartialDate)}::"));

    private static IEnumerable<string> Members(DateOnly day, SilenceWorld world) => SilenceWorld.Codes.Where(code => world.IsMember(code, day));

    /// <summary>What counts of a member's words on a day: the latest said on word enough; to present a candidate may be to support it.</summary>
    private Word? Counting(string member, string candidate, DateOnly day, SilenceWorld world, Sourcing from)
    {
        var said = words.Where(w => !w.Mistake && w.Said.Member == member && w.Said.Candidate == candidate);
        if (rule.PresentingMemberSupports && world.On(candidate, day) is { Status: CandidacyStatus.Presented } step && step.PresentedBy == member)
            said = said.Append(new(0, new(candidate, member, Stance.Supports, [], step.Sourcing, step.Source, step.Date)));
        return said.Where(w => w.Said.TakenOn.FirstDay <= day && (int)w.Said.Sourcing <= (int)from)
            .OrderBy(w => w.Said.TakenOn.FirstDay).ThenBy(w => w.Revision).LastOrDefault();
    }

    private Word Find(string id) => words.Single(w => w.Id == id);

    private sealed record Word(long Revision, RecordPosition Said)
    {
        public string Id => $"p{Revision}";

        public bool Asks => Said.Conditions.Count > 0;

        public bool Mistake { get; set; }

        public DateOnly? Met { get; set; }

        public bool IsOpenOn(DateOnly day) => Asks && (Met is null || Met > day);

        public override string ToString() => string.Join(' ', [
            Id, Said.Candidate, Said.Member, Said.Stance, Said.Sourcing, Said.TakenOn, Mistake ? "a mistake" : "",
            Met is { } met ? PartialDate.Of(met) : ""]);
    }
}
