using Google.Protobuf.WellKnownTypes;
using Nato.Candidates.V1;
using Nato.Consensus.V1;
using NatoServices.Aggregates;
using NatoServices.Cases;

namespace NatoServices.Standalone.Pages;

/// <summary>How a standing becomes a decision: commands to paste, or the result.</summary>
internal sealed class DecisionPage(Selection selection, string rest)
{
    private const string Indent = "  ";

    /// <summary>Long enough to look at the silence and to break it, short enough to wait for.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(60);

    private readonly string url = $"{rest}/v1/selections/{selection.Id}";

    public IEnumerable<string> Closed() => Titled(
        TextTable.Wrap("", $"The selection was closed by {selection.Closed.Actor}: {OneLine(selection.ClosingReason)}"));

    public IEnumerable<string> Decided(Decision decision) => Titled(
    [
        $"Decided on {decision.DecidedOn.ToPartialDate()}, {(decision.Silence is "" ? "at the table" : $"under silence {decision.Silence}")}; "
            + $"the appointment is {ContractWords.Of(decision.Delivery.State)}:",
        .. TextTable.Rows(Indent, [[OneLine(decision.Text)]]),
        "Print it:",
        $"curl -s {url}/decision:print",
    ]);

    public IEnumerable<string> Running(Silence silence, MemberStanding? breaking)
    {
        var runs = silence is { State: SilenceState.UnderSilence, RanOut: false };
        return Titled(
        [
            $"Silence {silence.Id} {(runs ? "runs until" : "ran out at")} {silence.DeadlineShown} ({silence.TimeZone})"
                + (runs ? ":" : "; its outcome is just being entered:"),
            .. TextTable.Rows(Indent, [[OneLine(silence.Text)]]),
            "Look at it and, once the deadline has passed unbroken, print the decision:",
            $"curl -s {url}/silences/{silence.Id}",
            $"curl -s {url}/decision:print",
            .. runs && breaking is not null ? Break([$"curl -s {url}/silences/{silence.Id}:break \\"], breaking) : [],
        ]);
    }

    public static IEnumerable<string> Impossible(string obstacle) => Titled(TextTable.Wrap("", $"No draft can be put under silence: {obstacle}."));

    /// <summary>A draft can be put under silence. In the example, <paramref name="breaking"/> breaks it.</summary>
    public IEnumerable<string> Possible(Standing today, Vacancy vacancy, MemberStanding breaking)
    {
        var draft = new OpenSilenceRequest
        {
            Candidate = today.Candidate,
            Text = $"{today.CandidateName} is appointed {vacancy.Post}.",
            Duration = Duration.FromTimeSpan(Short),
            TimeZone = "Europe/Brussels",
            // The id is the same however often it is pasted. At the next start it differs if something was entered meanwhile.
            RequestId = $"silence-{selection.Revision}",
        };
        return Titled(
        [
            "This changes the record; started with another --data, the case stays as reported.",
            $"Put a draft under silence, for {Short.TotalSeconds} s, and look at it:",
            .. ShellLines.Post($"{url}/silences", draft),
            $"curl -s {url}/silences",
            "Once the deadline has passed, it is a decision; print it:",
            $"curl -s {url}/decision:print",
            // Takes the silence that was opened last, so that the line works although its id is not known when it is printed.
            .. Break(
                [$"curl -s {url}/silences/$(", $"    curl -s {url}/silences |", """    sed -n 's/.*"id": *"\([^"]*\)".*/\1/p'):break \"""], breaking),
        ]);
    }

    private IEnumerable<string> Break(IEnumerable<string> address, MemberStanding breaking) =>
    [
        $"Before the deadline, a member breaks silence so (here {breaking.DisplayName}, as an example):",
        .. address,
        .. ShellLines.Quoted(Indent, "-H content-type:application/json", new BreakSilenceRequest
        {
            Member = breaking.Member,
            Reason = "Example",
            RequestId = $"break-{selection.Revision}",
        }, ""),
    ];

    private static IEnumerable<string> Titled(IEnumerable<string> lines) => ["From standing to decision", .. lines];

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
