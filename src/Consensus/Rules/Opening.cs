using NatoServices.Domain;

namespace NatoServices.Consensus.Rules;

/// <summary>Asks to begin the process for a vacancy.</summary>
/// <param name="Selection">The id to give it.</param>
/// <param name="Vacancy">The vacancy's id.</param>
/// <param name="Rule">What it goes by; null if the request has none.</param>
/// <param name="Post">The vacancy as its owner knows it; null if it knows none of this id.</param>
/// <param name="IsPostKnown">Whether its owner could be asked; if not, only the request itself is examined.</param>
public sealed record OpenSelection(string Selection, string Vacancy, Rule? Rule, Vacancy? Post, bool IsPostKnown = true);

/// <summary>Asks to end the process without a decision.</summary>
public sealed record CloseSelection(string Reason);

public sealed partial record Selection
{
    /// <summary>The process begins.</summary>
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

    /// <summary>The process ends without a decision, and with it the silence that runs.</summary>
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

    /// <summary>Why nothing can be entered, if nothing can: the request is wrong, or the selection does not take entries.</summary>
    private Ruling<SelectionEvent>? Unless(Violations found, DateTimeOffset now)
    {
        if (found.Any) return found.ToRefusal();
        if (Opened is null) return new SelectionUnknown(Id);
        if (Closed is not null) return new SelectionIsClosed(Id);
        if (InForce() is { } decision) return new SelectionIsDecided(Id, decision);
        return Running() is { } running && running.HasRunOutAt(now) ? (Ruling<SelectionEvent>)new SilenceHasRunOut(running) : null;
    }
}
