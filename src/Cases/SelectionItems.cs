using Nato.Consensus.V1;
using Nato.Record.V1;

namespace NatoServices.Cases;

/// <summary>Converts a case file's selection, positions and claims to requests to Consensus.</summary>
internal static class SelectionItems
{
    public static CaseItem ReadSelection(string caseId, string vacancy, CaseSection selection)
    {
        selection.Only("id", "counts_from", "presenting_member_supports");
        return new(caseId, selection.Line, $"selection {selection.Text("id")}", new OpenSelectionRequest
        {
            SelectionId = selection.Text("id"),
            Vacancy = vacancy,
            Rule = new()
            {
                CountsFrom = selection.OneOf<Sourcing>("counts_from"),
                PresentingMemberSupports = selection.Truth("presenting_member_supports"),
            },
        });
    }

    public static CaseItem ReadPosition(string caseId, string selection, CaseSection position)
    {
        position.Only("member", "candidate", "stance", "taken_on", "conditions", "sourcing", "source");
        return new(caseId, position.Line, $"position of {position.Text("member")} on {position.Text("candidate")}", new RecordPositionRequest
        {
            Selection = selection,
            Candidate = position.Text("candidate"),
            Member = position.Text("member"),
            Stance = position.OneOf<Stance>("stance"),
            TakenOn = position.Date("taken_on"),
            Conditions = { position.OptionalTexts("conditions") },
            Sourcing = position.Sourcing(),
            Source = position.Source("source"),
        });
    }

    public static CaseItem ReadClaim(string caseId, string selection, CaseSection claim)
    {
        claim.Only("candidate", "stance", "count", "of", "approximate", "excepts", "stated_on", "sourcing", "source");
        return new(caseId, claim.Line, $"claim about {claim.Text("candidate")}", new RecordClaimRequest
        {
            Selection = selection,
            Candidate = claim.Text("candidate"),
            Stance = claim.OneOf<Stance>("stance"),
            Count = claim.Count("count"),
            Of = claim.Has("of") ? claim.Count("of") : 0,
            Approximate = claim.Truth("approximate"),
            Excepts = { claim.OptionalTexts("excepts") },
            StatedOn = claim.Date("stated_on"),
            Sourcing = claim.Sourcing(),
            Source = claim.Source("source"),
        });
    }
}
