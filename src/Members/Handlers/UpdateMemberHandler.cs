using Nato.Members.V1;
using NatoServices.Members.Rules;

namespace NatoServices.Members.Handlers;

internal sealed class UpdateMemberHandler(CommandPipeline<Roster, RosterEvent> pipeline)
    : RosterCommandHandler<UpdateMemberRequest, UpdateMember, UpdateMemberResponse>(pipeline)
{
    private static readonly string[] Updatable = ["display_name", "head_of_government", "office"];

    public override UpdateMember Map(UpdateMemberRequest request, string actor)
    {
        var paths = request.UpdateMask?.Paths;
        return new(
            request.Code, Named("display_name", request.DisplayName), Named("head_of_government", request.HeadOfGovernment),
            Named("office", request.Office), [.. paths?.Except(Updatable) ?? []], request.From.ToPartialDate());

        string? Named(string field, string value) => paths?.Contains(field) ?? value is not "" ? value : null;
    }

    protected override Ruling<RosterEvent> Decide(UpdateMember command, Roster state, DateTimeOffset now) => state.Decide(command, now);

    protected override UpdateMemberResponse Reply(UpdateMember command, Snapshot<Roster> after) =>
        new() { Member = Entered(after, command.Code), RevisionToken = after.Token };
}
