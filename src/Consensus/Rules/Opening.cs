namespace NatoServices.Consensus.Rules;

/// <summary>Command to open a selection for a vacancy.</summary>
/// <param name="Selection">The id of the new selection.</param>
/// <param name="Vacancy">The vacancy's id.</param>
/// <param name="Rule">The rule of the selection; null if the request has none.</param>
/// <param name="Post">The vacancy as Candidates knows it; null if there is none with this id.</param>
/// <param name="IsPostKnown">Whether Candidates has answered. If not, the vacancy is not checked.</param>
public sealed record OpenSelection(string Selection, string Vacancy, Rule? Rule, Vacancy? Post, bool IsPostKnown = true);

/// <summary>Command to close a selection without a decision.</summary>
public sealed record CloseSelection(string Reason);

public sealed partial record Selection
{
    /// <summary>Opens the selection.</summary>
    public Ruling<SelectionEvent> Decide(OpenSelection command)
    {
        var found = new Violations();
        found.Id("vacancy", command.Vacancy);
        if (command.Selection != command.Vacancy) found.Id("selection_id", command.Selection);
        if (command.Rule is { } rule) found.OneOf("rule.counts_from", rule.CountsFrom);
        else found.Add("rule", "is required");
        if (command.IsPostKnown && Ids.IsWellFormed(command.Vacancy))
        {
            found.Require(command.Post is not null, "vacancy", $"there is no vacancy '{command.Vacancy}'");
            found.Require(command.Post is not { IsFilled: true }, "vacancy", $"'{command.Vacancy}' is filled already");
        }
        if (found.Any) return found.ToRefusal();
        if (Opened is not null) return new SelectionAlreadyOpen(Id);
        return new SelectionOpened(command.Selection, command.Vacancy, command.Rule!);
    }

    /// <summary>Closes the selection without a decision, and withdraws a running silence.</summary>
    public Ruling<SelectionEvent> Decide(CloseSelection command, DateTimeOffset now)
    {
        var found = new Violations();
        found.Text("reason", command.Reason);
        if (Unless(found, now) is { } refused) return refused;
        var closed = new SelectionClosed(command.Reason);
        return Running() is { } running
            ? Enter(new SilenceWithdrawn(running.Id, $"The selection was closed: {command.Reason}"), closed)
            : Enter(closed);
    }

    /// <summary>Refuses if the request is invalid or the selection accepts no entries. Null if an entry is possible.</summary>
    private Ruling<SelectionEvent>? Unless(Violations found, DateTimeOffset now)
    {
        if (found.Any) return found.ToRefusal();
        if (Opened is null) return new SelectionUnknown(Id);
        if (Closed is not null) return new SelectionIsClosed(Id);
        if (InForce() is { } decision) return new SelectionIsDecided(Id, decision);
        return Running() is { } running && running.HasRunOutAt(now) ? (Ruling<SelectionEvent>)new SilenceHasRunOut(running) : null;
    }
}
