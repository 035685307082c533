using System.Collections.Concurrent;
using System.Diagnostics;
using Grpc.Core;
using NatoServices.Domain;

namespace NatoServices.System.Tests.Replicas;

/// <summary>What happened under load, told as the clients saw it and by the one clock of the test.</summary>
internal sealed class Chronicle
{
    private readonly long began = Stopwatch.GetTimestamp();

    public ConcurrentQueue<Written> Writes { get; } = [];

    public ConcurrentQueue<RosterWritten> RosterWrites { get; } = [];

    public ConcurrentQueue<Read> Reads { get; } = [];

    public ConcurrentQueue<Delay> Delays { get; } = [];

    public ConcurrentQueue<Failure> Failures { get; } = [];

    public ConcurrentQueue<Failure> Cuts { get; } = [];

    /// <summary>How many watches run at each replica: they have had their first message and are not cut.</summary>
    public ConcurrentDictionary<int, int> Watches { get; } = [];

    public ConcurrentQueue<Outage> Outages { get; } = [];

    /// <summary>What was done to the cache, and when.</summary>
    public ConcurrentQueue<(string Name, TimeSpan From)> Phases { get; } = [];

    public TimeSpan Now => Stopwatch.GetElapsedTime(began);
}

/// <summary>How far the two records had come that change under load.</summary>
internal readonly record struct Reached(long Selection, long Roster)
{
    public static Reached Of(string token, string selection) =>
        RevisionToken.Parse(token) is { } read ? new(read.Of($"selection/{selection}"), read.Of("roster")) : default;

    public bool IsAtLeast(Reached other) => Selection >= other.Selection && Roster >= other.Roster;
}

/// <summary>A position that was acknowledged.</summary>
internal sealed record Written(string Selection, string Request, string Member, int Replica, long Revision, TimeSpan Began, TimeSpan Ended);

/// <summary>A change of the roster that was acknowledged.</summary>
internal sealed record RosterWritten(long Revision, TimeSpan Ended);

/// <summary>A reading of a standing.</summary>
/// <param name="Selection">Whose.</param>
/// <param name="Replica">Who answered.</param>
/// <param name="AtLeast">What its token demanded; nothing if it had none.</param>
/// <param name="Found">What it was answered from, by its own token.</param>
/// <param name="Positions">The ids of the positions that it shows, in the order of the members.</param>
/// <param name="Began">When it was asked for.</param>
/// <param name="Ended">When it came.</param>
internal sealed record Read(
    string Selection, int Replica, Reached AtLeast, Reached Found, string Positions, TimeSpan Began, TimeSpan Ended);

/// <summary>How long it took until what was written through one replica was read through another that was given no token.</summary>
internal sealed record Delay(TimeSpan At, TimeSpan Took);

/// <summary>A call that was not answered, or a watch that was cut.</summary>
/// <param name="Replica">By whom.</param>
/// <param name="Call">Which.</param>
/// <param name="Began">When it was asked, or when the watch had its first message.</param>
/// <param name="Ended">When it failed.</param>
/// <param name="Status">How.</param>
/// <param name="Reason">The named reason; empty if it has none.</param>
/// <param name="Detail">What it said.</param>
internal sealed record Failure(int Replica, string Call, TimeSpan Began, TimeSpan Ended, StatusCode Status, string Reason, string Detail);

/// <summary>The time from a replica's end until it was ready again.</summary>
internal sealed record Outage(int Replica, int Signal, int ExitCode, TimeSpan Began, TimeSpan Gone, TimeSpan Ended);
