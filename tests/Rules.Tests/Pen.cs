using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>Enters decisions in a record of nothing but memory, a minute apart, from noon (UTC) of the reported day on.</summary>
internal sealed class Pen<TState, TEvent>(TState state, Func<TState, Entry<TEvent>, TState> apply) where TEvent : class
{
    public static readonly DateTimeOffset Noon = new(2024, 2, 22, 12, 0, 0, TimeSpan.Zero);

    private long revision;

    /// <summary>The state after everything entered.</summary>
    public TState State { get; private set; } = state;

    /// <summary>The moment of the last entry.</summary>
    public DateTimeOffset Now => Noon.AddMinutes(revision);

    /// <summary>The revision of the last entry.</summary>
    public long Revision => revision;

    /// <summary>Enters what the rules decide, a minute after the last entry unless said otherwise.</summary>
    /// <returns>Why not; null if it is entered.</returns>
    public Refusal? Enter(Func<TState, DateTimeOffset, Ruling<TEvent>> decide, DateTimeOffset? at = null)
    {
        var decision = decide(State, at ?? Now);
        foreach (var accepted in decision.Events)
        {
            revision++;
            State = apply(State, new(revision, at ?? Now, "somebody", accepted));
        }
        return decision.Refusal;
    }
}
