namespace NatoServices.Domain;

/// <summary>One event in a record, with its metadata.</summary>
/// <param name="Revision">The sequence number of the entry in its record, starting at 1.</param>
/// <param name="RecordedAt">When the entry was recorded (UTC). Never earlier than the previous entry.</param>
/// <param name="Actor">Who made the entry.</param>
/// <param name="Event">The event.</param>
public sealed record Entry<TEvent>(long Revision, DateTimeOffset RecordedAt, string Actor, TEvent Event);

/// <summary>When and by whom a fact was entered. Kept with every fact, so that it can be read as known earlier.</summary>
/// <param name="Revision">The entry's revision.</param>
/// <param name="RecordedAt">When the entry was recorded (UTC).</param>
/// <param name="Actor">Who made the entry.</param>
public sealed record Stamp(long Revision, DateTimeOffset RecordedAt, string Actor)
{
    /// <summary>The stamp of <paramref name="entry"/>.</summary>
    public static Stamp Of<TEvent>(Entry<TEvent> entry) => new(entry.Revision, entry.RecordedAt, entry.Actor);

    /// <summary>Whether the fact was known at <paramref name="moment"/>. Null means "as known now".</summary>
    public bool IsKnownAt(DateTimeOffset? moment) => moment is null || RecordedAt <= moment;
}
