namespace NatoServices.Words;

/// <summary>Decisions other than one event or a refusal.</summary>
public static class Decision
{
    /// <summary>Accepted, and there is nothing left to enter: what was asked for already holds.</summary>
    public static Decision<TEvent> AlreadySo<TEvent>() where TEvent : class => new([], null);

    /// <summary>Accepted: enter these, in this order.</summary>
    public static Decision<TEvent> Enter<TEvent>(params IReadOnlyList<TEvent> events) where TEvent : class => new(events, null);
}

/// <summary>What the rules answer to a command: the events to enter, or a refusal.</summary>
public sealed class Decision<TEvent> where TEvent : class
{
    internal Decision(IReadOnlyList<TEvent> events, Refusal? refusal) => (Events, Refusal) = (events, refusal);

    /// <summary>What to enter, in this order; empty when refused, or when there is nothing left to do.</summary>
    public IReadOnlyList<TEvent> Events { get; }

    /// <summary>Why not; null when accepted.</summary>
    public Refusal? Refusal { get; }

    /// <summary>Stands in.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Stands in.</summary>
    public Decision<TEvent> ValidBefore(DateTimeOffset moment) => Refusal is null ? new(Events, null) { Before = moment } : this;

    /// <summary>Accepted with one event.</summary>
    public static implicit operator Decision<TEvent>(TEvent accepted) => new([accepted], null);

    /// <summary>Refused.</summary>
    public static implicit operator Decision<TEvent>(Refusal refused) => new([], refused);
}
