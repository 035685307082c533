using Google.Protobuf;
using NatoServices.Aggregates;
using NatoServices.Domain;
using NatoServices.Members.Rules;
using Roster = NatoServices.Members.Rules.Roster;

namespace NatoServices.Members.Handlers;

internal abstract class RosterCommandHandler<TRequest, TReply>(CommandPipeline<Roster, RosterEvent> pipeline)
    : CommandHandler<TRequest, TReply, Roster, RosterEvent>(pipeline) where TRequest : IMessage
{
    public sealed override string StreamOf(TRequest request) => MembersApp.Stream;

    public sealed override ValueTask<TReply> ReplyAsync(TRequest request, Snapshot<Roster> after, CancellationToken cancellation) =>
        new(Reply(request, after));

    protected abstract TReply Reply(TRequest request, Snapshot<Roster> after);

    /// <summary>The member as of the day of the entry, so that a repeated request gets the same reply at any later time.</summary>
    protected static Nato.Members.V1.Member Entered(Snapshot<Roster> after, string code)
    {
        var member = after.State.Members[code];
        return MembersWire.ToWire(member, Today.Utc(member.Stamps.First(s => s.Revision == after.Revision).RecordedAt), null);
    }
}
