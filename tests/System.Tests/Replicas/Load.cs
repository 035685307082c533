using Grpc.Core;
using Nato.Consensus.V1;
using Nato.Record.V1;
using NatoServices.System.Tests.StandingToDecision;

namespace NatoServices.System.Tests.Replicas;

/// <summary>Clients that write and read over all replicas, about few selections, until they are told to end.</summary>
/// <param name="council">The services.</param>
/// <param name="selections">Selections that everybody writes to.</param>
/// <param name="quiet">One that is written to through one replica alone: the others can know of it only by asking, or by being told.</param>
/// <param name="clients">How the replicas are reached.</param>
/// <param name="chronicle">Where everything is taken down.</param>
/// <param name="seed">Of all chance.</param>
internal sealed class Load(
    Council council, IReadOnlyList<string> selections, string quiet, Clients clients, Chronicle chronicle, int seed)
{
    private const int Writers = 6;

    private const int Readers = 2;

    private int requests;

    private static CallOptions Options => new(deadline: Waiting.Deadline);

    public Task RunAsync(CancellationToken end) => Task.WhenAll(
    [
        .. Enumerable.Range(0, Writers).Select(n => WriteAsync(new(seed + n), end)),
        .. Enumerable.Range(0, Readers).Select(n => ReadAsync(new(seed - 1 - n), end)),
        .. Enumerable.Range(0, Readers).Select(n => FollowAsync(selections[n % selections.Count], new(seed + 100 + n), end)),
        ProbeAsync(new(seed + 200), end),
        ChangeRosterAsync(new(seed + 300), end),
    ]);

    /// <summary>Writes through one replica; every other time it reads that through another at once.</summary>
    private async Task WriteAsync(Random random, CancellationToken end)
    {
        for (var n = 0; !end.IsCancellationRequested; n++)
        {
            var (selection, token, replica) = await RecordAsync(selections[random.Next(selections.Count)], random.Next(clients.Count), random);
            if (n % 2 == 0) await clients.ReadAsync(selection, Another(random, replica), token);
            await PauseAsync(random, 50, end);
        }
    }

    /// <summary>Reads what whoever is asked has at hand.</summary>
    private async Task ReadAsync(Random random, CancellationToken end)
    {
        string[] all = [.. selections, quiet];
        while (!end.IsCancellationRequested)
        {
            await clients.ReadAsync(all[random.Next(all.Length)], random.Next(clients.Count), "");
            await PauseAsync(random, 30, end);
        }
    }

    /// <summary>Reads from the one, then from the other, each time with the token of the last answer.</summary>
    private async Task FollowAsync(string selection, Random random, CancellationToken end)
    {
        for (var token = ""; !end.IsCancellationRequested;)
        {
            token = (await clients.ReadAsync(selection, random.Next(clients.Count), token)).RevisionToken;
            await PauseAsync(random, 30, end);
        }
    }

    /// <summary>Writes through the first replica and looks through the second, without a token, until it is there.</summary>
    private async Task ProbeAsync(Random random, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            var (_, token, _) = await RecordAsync(quiet, 0, random);
            var (written, wanted) = (chronicle.Now, Reached.Of(token, quiet));
            await Waiting.UntilAsync(
                async () => Reached.Of((await clients.ReadAsync(quiet, 1, "")).RevisionToken, quiet), found => found.IsAtLeast(wanted),
                $"what was written through one replica is read through another: {wanted}");
            chronicle.Delays.Enqueue(new(written, chronicle.Now - written));
            await PauseAsync(random, 100, end);
        }
    }

    /// <summary>Changes the roster, and reads that through a replica at once by the token that Members gave.</summary>
    private async Task ChangeRosterAsync(Random random, CancellationToken end)
    {
        for (var n = 0; !end.IsCancellationRequested; n++)
        {
            var reply = await council.Roster.UpdateMemberAsync(
                new() { Code = Council.States[n % Council.States.Count], HeadOfGovernment = $"Person {n}" }, Options);
            chronicle.RosterWrites.Enqueue(new(Reached.Of(reply.RevisionToken, "").Roster, chronicle.Now));
            await clients.ReadAsync(selections[n % selections.Count], random.Next(clients.Count), reply.RevisionToken);
            await PauseAsync(random, 300, end);
        }
    }

    private async Task<(string Selection, string Token, int Replica)> RecordAsync(string selection, int replica, Random random)
    {
        var request = new RecordPositionRequest
        {
            Selection = selection,
            Candidate = Council.Candidate,
            Member = Council.States[random.Next(Council.States.Count)],
            Stance = (Stance)random.Next(1, 5),
            Sourcing = Sourcing.Named,
            Source = new() { Citation = "Minutes" },
            TakenOn = new() { Year = 2024, Month = 3, Day = 1 },
            RequestId = $"request-{Interlocked.Increment(ref requests)}",
        };
        var began = chronicle.Now;
        var (reply, by, _) = await clients.AskAsync(
            "RecordPosition", replica, (client, options) => client.RecordPositionAsync(request, options));
        chronicle.Writes.Enqueue(new(
            selection, request.RequestId, request.Member, by, reply.Position.Recorded.Revision, began, chronicle.Now));
        return (selection, reply.RevisionToken, by);
    }

    private int Another(Random random, int replica) => (replica + random.Next(1, clients.Count)) % clients.Count;

    /// <summary>The time in which a client thinks. Nothing depends on its length.</summary>
    private static async Task PauseAsync(Random random, int atMost, CancellationToken end) =>
        await Task.Delay(random.Next(1, atMost), end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
