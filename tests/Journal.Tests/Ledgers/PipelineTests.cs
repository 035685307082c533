using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Nato.Members.V1;
using NatoServices.Aggregates;
using NatoServices.Domain;

namespace NatoServices.Journal.Tests.Ledgers;

public sealed partial class LedgerTests
{
    private const int Enough = 100;

    [Theory]
    // Warm, and accepted by what is cached: decided once.
    [InlineData(Enough, Enough, true, 1)]
    // Refused by what is cached and by what is fresh: twice.
    [InlineData(0, 0, false, 2)]
    // Refused by what is cached only: nothing is refused on less than what is fresh.
    [InlineData(0, Enough, true, 2)]
    // Accepted by what is cached, whatever the owner would say now.
    [InlineData(Enough, 0, true, 1)]
    // Not cached: once, on what is fresh.
    [InlineData(null, Enough, true, 1)]
    [InlineData(null, 0, false, 1)]
    // The owner is away: what is cached will do to accept, and nothing is refused by it.
    [InlineData(Enough, null, true, 1)]
    [InlineData(0, null, false, 2)]
    public async Task A_command_is_decided_once_if_accepted_and_twice_at_most_if_refused(int? cached, int? fresh, bool accepted, int decisions)
    {
        var (store, _) = await ProcessAsync();
        await AddAsync(store, 1);
        var handler = new LimitedHandler(new(store), cached, fresh);
        var call = new PlainCall();
        var refused = await Record.ExceptionAsync(() => handler.HandleAsync(new() { RequestId = "r" }, call));

        Assert.Equal(accepted, refused is null);
        Assert.Equal(decisions, handler.Decisions);
        Assert.Equal(accepted ? 2 : 1, (await store.LoadAsync("s", Freshness.Newest)).Revision);
        if (refused is RefusalException { Refusal: var why }) Assert.IsType(fresh is null ? typeof(UpstreamUnavailable) : typeof(Full), why);
    }

    [Fact]
    public async Task A_repeated_request_is_answered_alike_and_a_changed_one_refused()
    {
        var (store, _) = await ProcessAsync();
        var handler = new LimitedHandler(new(store), Enough, Enough);
        var first = await handler.HandleAsync(new() { RequestId = "r" }, new PlainCall());
        await AddAsync(store, 1);
        Assert.Equal(first, await handler.HandleAsync(new() { RequestId = "r" }, new PlainCall()));
        var refused = await Assert.ThrowsAsync<RefusalException>(() => handler.HandleAsync(new() { RequestId = "r", Code = "DEU" }, new PlainCall()));
        Assert.IsType<RequestIdReused>(refused.Refusal);
    }

    [Fact]
    public async Task What_is_wrong_with_the_call_and_with_the_request_is_named_together()
    {
        var (store, _) = await ProcessAsync();
        var handler = new LimitedHandler(new(store), Enough, Enough);
        var refused = await Assert.ThrowsAsync<RefusalException>(
            () => handler.HandleAsync(new() { RequestId = "two words", Code = "?" }, new PlainCall(("nato-actor", new string('x', 201)))));
        Assert.Equal(["nato-actor", "request_id", "code"], Assert.IsType<InvalidInput>(refused.Refusal).Violations.Select(v => v.Field));
    }

    /// <summary>Adds one, up to a limit that another service owns.</summary>
    private sealed class LimitedHandler(CommandPipeline<Counter, ICounterEvent> pipeline, int? cached, int? fresh)
        : CommandHandler<InviteMemberRequest, long, Counter, ICounterEvent, Limit>(pipeline)
    {
        public int Decisions { get; private set; }

        public override string StreamOf(InviteMemberRequest request) => "s";

        public override ValueTask<Limit?> CachedFactsAsync(InviteMemberRequest request, CancellationToken cancellation) =>
            new(cached is { } most ? new Limit(most) : null);

        public override ValueTask<Answer<Limit>> FreshFactsAsync(InviteMemberRequest request, CancellationToken cancellation) =>
            new(fresh is { } most ? new Limit(most) : new UpstreamUnavailable("limits"));

        public override Ruling<ICounterEvent> Decide(Command<InviteMemberRequest> command, Counter state, Limit? facts, DateTimeOffset now)
        {
            Decisions++;
            var violations = new Violations();
            violations.Require(command.Request.Code is not "?", "code", "is none");
            return violations.Join(state.Add(1, facts?.Most ?? int.MaxValue));
        }

        public override ValueTask<long> ReplyAsync(InviteMemberRequest request, Snapshot<Counter> after, CancellationToken cancellation) =>
            new(after.Revision);
    }

    private sealed record Limit(int Most);

    private sealed class PlainCall(params (string Key, string Value)[] headers) : ServerCallContext
    {
        protected override string MethodCore => "";

        protected override string HostCore => "";

        protected override string PeerCore => "";

        protected override DateTime DeadlineCore => DateTime.MaxValue;

        protected override Metadata RequestHeadersCore { get; } = [.. headers.Select(h => new Metadata.Entry(h.Key, h.Value))];

        /// <summary>Where gRPC for ASP.NET Core looks for the HTTP request.</summary>
        protected override IDictionary<object, object> UserStateCore { get; } = new Dictionary<object, object> { ["__HttpContext"] = new DefaultHttpContext() };

        protected override CancellationToken CancellationTokenCore => CancellationToken.None;

        protected override Metadata ResponseTrailersCore { get; } = [];

        protected override Status StatusCore { get; set; }

        protected override WriteOptions? WriteOptionsCore { get; set; }

        protected override AuthContext AuthContextCore { get; } = new(null, []);

        protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException();

        protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
    }
}
