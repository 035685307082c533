using Google.Protobuf;
using NatoServices.Members.Rules;

namespace NatoServices.Members.Handlers;

internal abstract class RosterCommandHandler<TRequest, TCommand, TReply>(CommandPipeline<Roster, RosterEvent> pipeline)
    : MappedCommandHandler<TRequest, TCommand, TReply, Roster, RosterEvent>(pipeline) where TRequest : IMessage
{
    public sealed override string StreamOf(TCommand command) => MembersApp.Stream;

    public sealed override ValueTask<TReply> ReplyAsync(TCommand command, Snapshot<Roster> after, CancellationToken cancellation) =>
        new(Reply(command, after));

    protected abstract TReply Reply(TCommand command, Snapshot<Roster> after);

    /// <summary>The member as of the day of the entry, so that a repeated request gets the same reply at any later time.</summary>
    protected static Nato.Members.V1.Member Entered(Snapshot<Roster> after, string code)
    {
        var member = after.State.Members[code];
        return MembersWire.ToWire(member, Today.Utc(member.Stamps.First(s => s.Revision == after.Revision).RecordedAt), null);
    }
}
