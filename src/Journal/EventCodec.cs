using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NatoServices.Domain;

namespace NatoServices.Journal;

/// <summary>Converts events to entries and back. An entry's kind is the name of the event's type, its body the event as JSON.</summary>
/// <typeparam name="TEvent">The common type of all events in these streams.</typeparam>
/// <param name="json">Must know all these types; create it with <see cref="EventCodec.Options"/>.</param>
/// <param name="events">The types. Their names are stored, so a name in use must never change.</param>
public sealed class EventCodec<TEvent>(JsonSerializerContext json, params IEnumerable<Type> events) where TEvent : class
{
    private readonly Dictionary<string, JsonTypeInfo> kinds = events.ToDictionary(
        type => type.Name,
        type => json.GetTypeInfo(type) ?? throw new ArgumentException($"The context doesn't know {type}.", nameof(json)),
        StringComparer.Ordinal);

    /// <summary>The entry that stores an event.</summary>
    public NewEntry Write(TEvent @event)
    {
        var kind = @event.GetType().Name;
        return new(kind, JsonSerializer.Serialize(@event, kinds[kind]));
    }

    /// <summary>The event that an entry stores.</summary>
    /// <exception cref="UnreadableEntryException">The entry has an unknown kind or a malformed body.</exception>
    public Entry<TEvent> Read(JournalEntry entry)
    {
        if (!kinds.TryGetValue(entry.Kind, out var type))
            throw new UnreadableEntryException(entry, $"it is of the unknown kind '{entry.Kind}', as if a newer version had written it");
        try
        {
            var @event = (TEvent?)JsonSerializer.Deserialize(entry.Body, type) ?? throw new UnreadableEntryException(entry, "it is empty");
            return new(entry.Revision, entry.RecordedAt, entry.Actor, @event);
        }
        catch (JsonException malformed)
        {
            throw new UnreadableEntryException(entry, malformed.Message, malformed);
        }
    }
}

/// <summary>The JSON format of all bodies in the journal.</summary>
public static class EventCodec
{
    /// <summary>Names in any script stay readable, null values are left out, and fields of a newer version are ignored.</summary>
    public static JsonSerializerOptions Options => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}

/// <summary>An entry in the database cannot be read: it was damaged or tampered with, or a newer version wrote it.</summary>
public sealed class UnreadableEntryException(JournalEntry entry, string problem, Exception? inner = null)
    : Exception($"Entry {entry.Revision} of {entry.Stream} can't be read: {problem}.", inner);
