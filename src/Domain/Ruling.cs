namespace NatoServices.Domain;

/// <summary>Creates accepted rulings with no event or with several events.</summary>
public static class Ruling
{
    /// <summary>Accepted with no event: there is nothing to enter, for example because the requested state already holds.</summary>
    public static Ruling<TEvent> AlreadySo<TEvent>() where TEvent : class => new([], null);

    /// <summary>Accepted with these events, to be entered in this order.</summary>
    public static Ruling<TEvent> Enter<TEvent>(params IReadOnlyList<TEvent> events) where TEvent : class => new(events, null);
}

/// <summary>The result of a command: the events to enter, or a refusal. Not a Decision, which is the outcome of a selection.</summary>
public sealed class Ruling<TEvent> where TEvent : class
{
    internal Ruling(IReadOnlyList<TEvent> events, Refusal? refusal, DateTimeOffset? before = null) =>
        (Events, Refusal, Before) = (events, refusal, before);

    /// <summary>The events to enter, in this order. Empty if refused, or if there is nothing to enter.</summary>
    public IReadOnlyList<TEvent> Events { get; }

    /// <summary>Why the command is refused; null if accepted.</summary>
    public Refusal? Refusal { get; }

    /// <summary>The events must be recorded before this moment; otherwise the command is decided again. Null means no limit.</summary>
    public DateTimeOffset? Before { get; }

    /// <summary>The same ruling with <paramref name="moment"/> as <see cref="Before"/>; a refusal is unchanged.</summary>
    public Ruling<TEvent> ValidBefore(DateTimeOffset moment) => Refusal is null ? new(Events, null, moment) : this;

    /// <summary>Accepted with one event.</summary>
    public static implicit operator Ruling<TEvent>(TEvent accepted) => new([accepted], null);

    /// <summary>Refused.</summary>
    public static implicit operator Ruling<TEvent>(Refusal refused) => new([], refused);
}
