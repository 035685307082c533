namespace NatoServices.Members.Rules;

/// <summary>Command to put a state on the roster.</summary>
public sealed record InviteMember(
    string Code, string DisplayName, string HeadOfGovernment, string Office, PartialDate InvitedOn, Source? Source);

/// <summary>Command to make an invited state a member.</summary>
public sealed record AccedeMember(string Code, PartialDate Date, Source? Source);

/// <summary>Command to end a membership or an invitation.</summary>
public sealed record WithdrawMember(string Code, PartialDate Date, Source? Source);

/// <summary>Command to enter new particulars. Null leaves a field unchanged; an absent date means today.</summary>
public sealed record UpdateMember(
    string Code, string? DisplayName, string? HeadOfGovernment, string? Office, IReadOnlyList<string> UnknownFields, PartialDate From);

/// <summary>Command to enter a figure of defence expenditure; the percentage is null if the request has none.</summary>
public sealed record ReportDefenceExpenditure(string Code, int Year, double? PercentOfGdp, bool Estimate, Source? Source);

/// <summary>Decides the commands on the roster. The rules read no clock: the current time is an argument.</summary>
public sealed partial record Roster
{
    /// <summary>The first year for which a figure is accepted: the founding year of the alliance.</summary>
    private const int FirstYear = 1949;

    /// <summary>Puts a state on the roster, for the first time or again after a withdrawal.</summary>
    public Ruling<RosterEvent> Decide(InviteMember command, DateTimeOffset now)
    {
        var found = new Violations();
        found.MemberCode("code", command.Code);
        found.Text("display_name", command.DisplayName, Violations.NameLength);
        found.OptionalText("head_of_government", command.HeadOfGovernment, Violations.NameLength);
        found.OptionalText("office", command.Office, Violations.NameLength);
        if (!command.InvitedOn.IsAbsent) found.PastDate("invited_on", command.InvitedOn, now);
        OptionalSource(found, command.Source);

        var latest = Members.GetValueOrDefault(command.Code)?.Latest;
        if (latest is { Status: MemberStatus.Withdrawn })
        {
            // Without a date, it is unknown whether the withdrawal or the invitation is later.
            found.Require(!command.InvitedOn.IsAbsent, "invited_on", $"is required, because {command.Code} is WITHDRAWN from {latest.From} on");
            NotBefore(found, "invited_on", command.InvitedOn, latest);
        }
        if (found.Any) return found.ToRefusal();
        if (latest is { Status: not MemberStatus.Withdrawn }) return new MemberAlreadyOnRoster(command.Code, latest.Status);
        return new MemberInvited(command.Code, command.DisplayName, command.HeadOfGovernment, command.Office,
            command.InvitedOn.IsAbsent ? null : command.InvitedOn, command.Source);
    }

    /// <summary>Makes an invited state a member, or changes the date of a future accession.</summary>
    public Ruling<RosterEvent> Decide(AccedeMember command, DateTimeOffset now)
    {
        var found = new Violations();
        found.MemberCode("code", command.Code);
        found.Date("date", command.Date);
        OptionalSource(found, command.Source);

        var history = Members.GetValueOrDefault(command.Code)?.HistoryAt(null).ToList() ?? [];
        var latest = history.LastOrDefault();
        var reschedules = latest is { Status: MemberStatus.Member } && latest.From.FirstDay > Today.Utc(now);
        var invited = reschedules ? history[^2] : latest;
        if (invited is { Status: MemberStatus.Invited }) NotBefore(found, "date", command.Date, invited);
        if (found.Any) return found.ToRefusal();
        if (latest is null) return new MemberUnknown(command.Code);
        if (reschedules) return new AccessionRescheduled(command.Code, command.Date, command.Source);
        if (latest.Status != MemberStatus.Invited) return new MembershipMoveImpossible(command.Code, latest.Status, "accession");
        return new MemberAcceded(command.Code, command.Date, command.Source);
    }

    /// <summary>Ends a membership or an invitation.</summary>
    public Ruling<RosterEvent> Decide(WithdrawMember command)
    {
        var found = new Violations();
        found.MemberCode("code", command.Code);
        found.Date("date", command.Date);
        OptionalSource(found, command.Source);

        var latest = Members.GetValueOrDefault(command.Code)?.Latest;
        if (latest is not null and not { Status: MemberStatus.Withdrawn }) NotBefore(found, "date", command.Date, latest);
        if (found.Any) return found.ToRefusal();
        if (latest is null) return new MemberUnknown(command.Code);
        if (latest.Status == MemberStatus.Withdrawn) return new MembershipMoveImpossible(command.Code, latest.Status, "withdrawal");
        return new MemberWithdrawn(command.Code, command.Date, command.Source);
    }

    /// <summary>Changes a state's name, head of government or office.</summary>
    public Ruling<RosterEvent> Decide(UpdateMember command, DateTimeOffset now)
    {
        var found = new Violations();
        found.MemberCode("code", command.Code);
        foreach (var field in command.UnknownFields)
            found.Add("update_mask", $"'{field}' is not one of display_name, head_of_government, office");
        found.Require(
            command.UnknownFields.Count > 0 || command is not { DisplayName: null, HeadOfGovernment: null, Office: null },
            "update_mask", "names nothing to enter");
        if (command.DisplayName is not null) found.Text("display_name", command.DisplayName, Violations.NameLength);
        found.OptionalText("head_of_government", command.HeadOfGovernment, Violations.NameLength);
        found.OptionalText("office", command.Office, Violations.NameLength);
        if (!command.From.IsAbsent) found.PastDate("from", command.From, now);
        if (found.Any) return found.ToRefusal();
        if (!Members.ContainsKey(command.Code)) return new MemberUnknown(command.Code);
        var from = command.From.IsAbsent ? PartialDate.Of(Today.Utc(now)) : command.From;
        return new MemberUpdated(command.Code, from, command.DisplayName, command.HeadOfGovernment, command.Office);
    }

    /// <summary>Enters a figure of defence expenditure.</summary>
    public Ruling<RosterEvent> Decide(ReportDefenceExpenditure command, DateTimeOffset now)
    {
        var found = new Violations();
        found.MemberCode("code", command.Code);
        var lastYear = Today.Latest(now).Year + 1;
        found.Require(command.Year >= FirstYear && command.Year <= lastYear, "year", $"must be from {FirstYear} to {lastYear}, is {command.Year}");
        if (command.PercentOfGdp is not { } percent) found.Add("percent_of_gdp", "is required");
        else found.Require(percent is >= 0 and <= 100, "percent_of_gdp", "must be from 0 to 100");
        found.Source("source", command.Source);
        if (found.Any) return found.ToRefusal();
        if (!Members.ContainsKey(command.Code)) return new MemberUnknown(command.Code);
        return new DefenceExpenditureReported(command.Code, command.Year, (decimal)command.PercentOfGdp!, command.Estimate, command.Source!);
    }

    private static void OptionalSource(Violations found, Source? source)
    {
        if (source is not null) found.Source("source", source);
    }

    private static void NotBefore(Violations found, string field, PartialDate date, Membership earlier)
    {
        if (!date.IsValid || earlier.From.IsAbsent) return;
        found.Require(date >= earlier.From, field, $"{date} is before {earlier.From}, from when it is {Moves.Name(earlier.Status)}");
    }
}
