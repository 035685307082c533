using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NatoServices.Domain;

namespace NatoServices.Journal;

/// <summary>Turns events into entries and back. An event's kind is its type's name, its body the JSON that the given context writes.</summary>
/// <typeparam name="TEvent">What all events of the streams in question are.</typeparam>
public sealed class EventCodec<TEvent> where TEvent : class
{
    private readonly Dictionary<string, JsonTypeInfo> kinds;

    /// <summary>A codec for the given types of event.</summary>
    /// <param name="json">Knows them all; make it with <see cref="EventCodec.Options"/>.</param>
    /// <param name="events">The types; their names are stored, so a name once used stays.</param>
    public EventCodec(JsonSerializerContext json, params IEnumerable<Type> events) =>
        kinds = events.ToDictionary(
            type => type.Name,
            type => json.GetTypeInfo(type) ?? throw new ArgumentException($"The context doesn't know {type}.", nameof(json)),
            StringComparer.Ordinal);

    /// <summary>The entry that keeps an event.</summary>
    public NewEntry Write(TEvent @event)
    {
        var kind = @event.GetType().Name;
        return new(kind, JsonSerializer.Serialize(@event, kinds[kind]));
    }

    /// <summary>The event that an entry keeps.</summary>
    /// <exception cref="UnreadableEntryException">It is not what this version, or any, has written.</exception>
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

/// <summary>How every body in the journal is written.</summary>
public static class EventCodec
{
    /// <summary>Names in any script stay readable, absent values are left out, fields of a newer version are passed over.</summary>
    public static JsonSerializerOptions Options => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}

/// <summary>An entry in the database is not one that can be read: it was damaged or tampered with, or a newer version wrote it.</summary>
public sealed class UnreadableEntryException(JournalEntry entry, string problem, Exception? inner = null)
    : Exception($"Entry {entry.Revision} of {entry.Stream} can't be read: {problem}.", inner);
