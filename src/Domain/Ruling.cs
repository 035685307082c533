namespace NatoServices.Domain;

/// <summary>Rulings other than one event or a refusal.</summary>
public static class Ruling
{
    /// <summary>Accepted, and there is nothing left to enter: what was asked for already holds.</summary>
    public static Ruling<TEvent> AlreadySo<TEvent>() where TEvent : class => new([], null);

    /// <summary>Accepted: enter these, in this order.</summary>
    public static Ruling<TEvent> Enter<TEvent>(params IReadOnlyList<TEvent> events) where TEvent : class => new(events, null);
}

/// <summary>What the rules answer to a command (not the outcome of a selection, which is a decision): the events to enter, or a refusal.</summary>
public sealed class Ruling<TEvent> where TEvent : class
{
    internal Ruling(IReadOnlyList<TEvent> events, Refusal? refusal, DateTimeOffset? before = null) =>
        (Events, Refusal, Before) = (events, refusal, before);

    /// <summary>What to enter, in this order; empty when refused, or when there is nothing left to do.</summary>
    public IReadOnlyList<TEvent> Events { get; }

    /// <summary>Why not; null when accepted.</summary>
    public Refusal? Refusal { get; }

    /// <summary>What was ruled holds only if it is recorded before this moment; else it is decided again. Null: whenever that is.</summary>
    public DateTimeOffset? Before { get; }

    /// <summary>The same ruling, which holds only if it is recorded before <paramref name="moment"/>; a refusal holds as it is.</summary>
    public Ruling<TEvent> ValidBefore(DateTimeOffset moment) => Refusal is null ? new(Events, null, moment) : this;

    /// <summary>Accepted with one event.</summary>
    public static implicit operator Ruling<TEvent>(TEvent accepted) => new([accepted], null);

    /// <summary>Refused.</summary>
    public static implicit operator Ruling<TEvent>(Refusal refused) => new([], refused);
}
