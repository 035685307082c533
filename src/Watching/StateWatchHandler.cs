using Google.Protobuf;
using Grpc.Core;
using NatoServices.Aggregates;
using NatoServices.Domain;

namespace NatoServices.Watching;

/// <summary>A watch RPC that sends the newest state of one stream, on a day.</summary>
public abstract class StateWatchHandler<TRequest, TReply, TState, TEvent>(
    AggregateStore<TState, TEvent> store, LatestValueWatch<WatchedState, TReply> watch, TimeProvider clock)
    : WatchHandler<TRequest, TReply, WatchUpdate<TReply>>(clock)
    where TRequest : IMessage where TReply : class, IMessage where TState : class where TEvent : class
{
    /// <summary>The stream that the request watches.</summary>
    protected abstract string StreamOf(TRequest request);

    /// <summary>The message for a watcher that does not have this state; refused if the state does not have what the request names.</summary>
    protected abstract Answer<TReply> Reply(TRequest request, Snapshot<TState> snapshot, DateOnly day, string token);

    /// <summary>The message for a watcher that has the state already.</summary>
    protected abstract TReply Heartbeat(string token);

    /// <inheritdoc />
    protected sealed override async ValueTask<Answer<WatchUpdate<TReply>>> ReadAsync(
        TRequest request, Reading reading, CancellationToken cancellation) =>
        (await store.ReadAsync(StreamOf(request), reading, cancellation)).Then(snapshot => UpdateOf(request, snapshot, reading.NamedDay));

    /// <inheritdoc />
    protected sealed override Task WatchAsync(
        TRequest request, Reading reading, WatchUpdate<TReply> first, IServerStreamWriter<TReply> watcher, CancellationToken cancellation)
    {
        var watched = new WatchedState(StreamOf(request), reading.NamedDay);
        return watch.WatchAsync(watched, first, ct => LookAsync(request, watched, ct), reading.Resume, watcher, cancellation);
    }

    private async ValueTask<Answer<WatchUpdate<TReply>>> LookAsync(TRequest request, WatchedState watched, CancellationToken cancellation) =>
        UpdateOf(request, await store.LoadAsync(watched.Stream, default, cancellation), watched.AsOf);

    private Answer<WatchUpdate<TReply>> UpdateOf(TRequest request, Snapshot<TState> snapshot, DateOnly? asOf)
    {
        var today = Today.Utc(Clock.GetUtcNow());
        var token = RevisionToken.Of(snapshot.Stream, snapshot.Revision);
        if (asOf is null) token = token.And(ResumePoint.DayOf(today));
        var text = token.ToString();
        return Reply(request, snapshot, asOf ?? today, text).Then(reply => new WatchUpdate<TReply>(reply, Heartbeat(text), token));
    }
}

/// <summary>What a <see cref="StateWatchHandler{TRequest, TReply, TState, TEvent}"/> watches.</summary>
/// <param name="Stream">The stream's name.</param>
/// <param name="AsOf">The day; null for the current day (UTC), which advances at midnight.</param>
public sealed record WatchedState(string Stream, DateOnly? AsOf);
