namespace NatoServices.Domain;

/// <summary>One event as it stands in the record.</summary>
/// <param name="Revision">Its place in the record: 1, 2, 3 …</param>
/// <param name="RecordedAt">When the system learned it (UTC); never earlier than the entry before it.</param>
/// <param name="Actor">Who entered it.</param>
/// <param name="Event">What was entered.</param>
public sealed record Entry<TEvent>(long Revision, DateTimeOffset RecordedAt, string Actor, TEvent Event);

/// <summary>When and by whom something was entered; kept with every fact of a record so that it can be read as known earlier.</summary>
/// <param name="Revision">The entry's revision.</param>
/// <param name="RecordedAt">When the system learned it (UTC).</param>
/// <param name="Actor">Who entered it.</param>
public sealed record Stamp(long Revision, DateTimeOffset RecordedAt, string Actor)
{
    /// <summary>The stamp of <paramref name="entry"/>.</summary>
    public static Stamp Of<TEvent>(Entry<TEvent> entry) => new(entry.Revision, entry.RecordedAt, entry.Actor);

    /// <summary>Whether this was known at <paramref name="moment"/>; null stands for "as known now".</summary>
    public bool IsKnownAt(DateTimeOffset? moment) => moment is null || RecordedAt <= moment;
}
