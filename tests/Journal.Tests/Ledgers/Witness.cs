using System.Text.Json.Serialization;
using NatoServices.Domain;

namespace NatoServices.Journal.Tests.Ledgers;

/// <summary>A state that remembers whether every entry was decided on exactly what stood before it.</summary>
/// <param name="Entries">How many there are.</param>
/// <param name="Last">Whose the last is.</param>
/// <param name="IsTrue">Whether each was.</param>
public sealed record Witness(int Entries, string Last, bool IsTrue)
{
    public static Witness Nothing { get; } = new(0, "", true);

    public static Witness Apply(Witness before, Entry<IStatement> entry) => entry.Event is Saw saw
        ? new(
            before.Entries + 1, saw.By,
            before.IsTrue && saw.Entries == before.Entries && saw.Last == before.Last && !(entry.RecordedAt >= saw.Until))
        : before;

    /// <summary>States what is seen.</summary>
    public Ruling<IStatement> State(string by, DateTimeOffset? until = null, int limit = int.MaxValue)
    {
        if (Entries >= limit) return new Full(limit);
        var ruling = Ruling.Enter<IStatement>(new Saw(Entries, Last, by, until));
        return until is { } moment ? ruling.ValidBefore(moment) : ruling;
    }
}

public interface IStatement;

/// <summary>What one saw when deciding, whose statement it is, and until when it could be entered.</summary>
public sealed record Saw(int Entries, string Last, string By, DateTimeOffset? Until) : IStatement;

[JsonSerializable(typeof(Saw))]
[JsonSerializable(typeof(Witness))]
internal sealed partial class WitnessJson : JsonSerializerContext;
