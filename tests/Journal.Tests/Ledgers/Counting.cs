using System.Text.Json.Serialization;
using NatoServices.Domain;

namespace NatoServices.Journal.Tests.Ledgers;

/// <summary>The smallest rules there can be: a counter that goes up to a limit.</summary>
public sealed record Counter(int Value)
{
    public static Counter Zero { get; } = new(0);

    public static Counter Apply(Counter before, Entry<ICounterEvent> entry) =>
        entry.Event is Added added ? new(before.Value + added.By) : before;

    public Ruling<ICounterEvent> Add(int by, int limit = int.MaxValue) =>
        by == 0 ? Ruling.AlreadySo<ICounterEvent>()
        : Value + by > limit ? new Full(limit)
        : Ruling.Enter<ICounterEvent>(new Added(by));
}

public interface ICounterEvent;

public sealed record Added(int By, string? Seal = null) : ICounterEvent;

public sealed record Full(int Limit) : Refusal($"The counter goes up to {Limit}.");

[JsonSerializable(typeof(Added))]
[JsonSerializable(typeof(Counter))]
internal sealed partial class CounterJson : JsonSerializerContext;
