using System.Globalization;
using NatoServices.Consensus.Rules;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>One case of silence-cases.yaml.</summary>
public sealed class SilenceCase
{
    private const string Nineteen = "BEL CAN CZE DEU DNK ESP FRA GBR GRC HUN ISL ITA LUX NLD NOR POL PRT TUR USA";

    private const string Later = "ALB BGR EST FIN HRV LTU LVA MKD MNE ROU SVK SVN";

    public string Case { get; set; } = "";

    public int Members { get; set; }

    public List<SilenceCaseStep> Steps { get; set; } = [];

    public List<string> Silences { get; set; } = [];

    public List<string> BrokenBy { get; set; } = [];

    public List<string> Decided { get; set; } = [];

    /// <summary>The alliance of the case; Sweden accedes on 7 March 2024.</summary>
    internal Roster Roster => new(1, [.. Codes.Order(StringComparer.Ordinal).Select(code => new RosterState(
        code, code, [new(true, code == "SWE" ? new(2024, 3, 7) : new(1999))]))]);

    private IEnumerable<string> Codes => Nineteen.Split(' ').Concat(Members == 19 ? [] : [.. Later.Split(' '), "SWE"]);

    public static IReadOnlyList<SilenceCase> ReadAll() => CaseFile.Read<SilenceCase>("Silence/silence-cases.yaml");

    /// <summary>"2024-03-07 09:00", in UTC; or with a zone after it.</summary>
    internal static (DateTimeOffset At, string Zone) Moment(string text)
    {
        var parts = text.Split(' ');
        var zone = parts.Length > 2 ? parts[2] : "UTC";
        var local = DateTime.Parse($"{parts[0]} {parts[1]}", CultureInfo.InvariantCulture);
        return (new(local, SilenceStory.FindZone(zone)!.GetUtcOffset(local)), zone);
    }
}

/// <summary>One step of a case.</summary>
public sealed class SilenceCaseStep
{
    public string At { get; set; } = "";

    public string? Open { get; set; }

    public string? Extend { get; set; }

    public List<string> Break { get; set; } = [];

    public string? Take { get; set; }

    public string? Asking { get; set; }

    public string? Discharge { get; set; }

    public bool Declare { get; set; }

    public bool Withdraws { get; set; }

    public bool Conclude { get; set; }

    public string? Report { get; set; }

    public bool Revoked { get; set; }

    public bool Reopen { get; set; }

    public bool Close { get; set; }

    public string? Refused { get; set; }

    public string? By { get; set; }

    internal DateTimeOffset Moment => SilenceCase.Moment(At).At;

    /// <summary>What is asked for; nothing if something happens elsewhere.</summary>
    internal IEnumerable<object> Commands(Selection selection)
    {
        var silence = selection.Silences.LastOrDefault();
        var decision = selection.Decisions.LastOrDefault();
        if (Open is not null) yield return new OpenSilence("x", "the draft", Until(Open));
        if (Extend is not null) yield return new ExtendSilence(silence!.Id, Until(Extend), "more time");
        foreach (var member in Break) yield return new BreakSilence(silence!.Id, member, "a letter");
        if (Take?.Split(' ') is [var who, var stance, var sourcing])
            yield return new RecordPosition("x", who, Enums.Parse<Stance>(stance), Asking is null ? [] : [Asking],
                Enums.Parse<Sourcing>(sourcing), TestRecord.Source, PartialDate.Of(Today.Utc(Moment)));
        if (Discharge is not null) yield return new DischargeCondition(Discharge, "c1", TestRecord.Source, default);
        if (Declare) yield return new DeclareDecision("x", "the decision");
        if (Conclude) yield return new ConcludeSilence(silence!.Id, Moment < silence.Deadline.At ? null : silence.Deadline.At);
        if (Report is not null) yield return new ReportAppointment(decision!.Id, Report == "DELIVERED" ? "" : Report);
        if (Revoked) yield return new ReportRevocation(decision!.Id);
        if (Reopen) yield return new ReopenSelection("the appointee declined");
        if (Close) yield return new CloseSelection("nobody stands");
    }

    private static Term Until(string text) => SilenceCase.Moment(text) is var (at, zone) ? new(at, null, zone, SilenceStory.FindZone) : null!;
}
