using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using NatoServices.Aggregates;
using NatoServices.Domain;

namespace NatoServices.Watching;

/// <summary>Adds what a service lets be watched.</summary>
public static class LatestValueWatch
{
    /// <summary>Adds a <see cref="LatestValueWatch{TKey, TReply}"/>.</summary>
    /// <param name="services">The service's parts.</param>
    /// <param name="watched">What is watched, as measurements call it.</param>
    public static void AddLatestValueWatch<TKey, TReply>(this IServiceCollection services, string watched) where TKey : notnull where TReply : class, IMessage =>
        services.AddSingleton(made => ActivatorUtilities.CreateInstance<LatestValueWatch<TKey, TReply>>(made, watched));
}

/// <summary>Watches that give the newest: it is looked at once for all who watch the same, and serialized once.</summary>
/// <param name="heads">Knows when a record has come further.</param>
/// <param name="watches">All watches of the process.</param>
/// <param name="watched">What is watched, as measurements call it.</param>
public sealed class LatestValueWatch<TKey, TReply>(StreamVersions heads, Watches watches, string watched) where TKey : notnull where TReply : class, IMessage
{
    private readonly SharedPollers<TKey, WatchUpdate<TReply>> feeds = new(watches, heads, watched);

    /// <summary>Gives the newest now, and after every change, until the caller goes away.</summary>
    /// <param name="key">What is watched.</param>
    /// <param name="first">The reading with which the watch begins.</param>
    /// <param name="look">Looks at it again.</param>
    /// <param name="resume">What the caller has already.</param>
    /// <param name="watcher">Who gets it.</param>
    /// <param name="cancellation">Ends when the caller goes away.</param>
    public Task WatchAsync(
        TKey key, WatchUpdate<TReply> first, Func<CancellationToken, Task<WatchUpdate<TReply>>> look, ResumePoint resume,
        IServerStreamWriter<TReply> watcher, CancellationToken cancellation)
    {
        var delivery = new Delivery<TReply>(resume, reply => watches.GiveAsync(watcher, reply, cancellation));
        return feeds.WatchAsync(key, Looking(look), () => delivery.BeginAsync(first), delivery.HearAsync, cancellation);
    }

    private Func<CancellationToken, Task<PollResult<WatchUpdate<TReply>>>> Looking(Func<CancellationToken, Task<WatchUpdate<TReply>>> look)
    {
        PollResult<WatchUpdate<TReply>>? last = null;
        return async ct =>
        {
            var found = await look(ct);
            // A reading that was shared with others may have begun before the last one ended.
            if (last is not null && found.Token.IsOlderThan(last.Value.Token)) found = last.Value;
            // What waits for the next change waits on: one more at each look would add up for as long as nothing changes.
            if (last is not null && found.Id == last.Id && !last.Changed.IsCompleted) return last;
            Prepared.Of(found.Reply);
            Prepared.Of(found.Heartbeat);
            var changed = Task.WhenAny(ResumePoint.RecordsOf(found.Token).Select(r => heads.BeyondAsync(r.Stream, r.Revision))).Unwrap();
            return last = new(found, found.Id, changed);
        };
    }
}

/// <summary>What those who watch the newest are given.</summary>
/// <param name="Reply">What goes out.</param>
/// <param name="Heartbeat">What goes out to who has that already.</param>
/// <param name="Token">The revisions that it rests on, and the day where today is watched: what a watch resumes after.</param>
/// <param name="Remark">What else tells it from another.</param>
public sealed record WatchUpdate<TReply>(TReply Reply, TReply Heartbeat, RevisionToken Token, string Remark = "") where TReply : class
{
    /// <summary>Tells it from another.</summary>
    public string Id { get; } = $"{Token} {Remark}";
}
