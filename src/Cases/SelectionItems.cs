using Nato.Consensus.V1;

namespace NatoServices.Cases;

internal static class SelectionItems
{
    public static CaseItem ReadSelection(string caseId, string vacancy, CaseSection selection)
    {
        var rule = selection.Fill(new Rule(), ["id", "counts_from", "presenting_member_supports"]);
        var id = selection.Text("id");
        return new(caseId, selection.Line, $"selection {id}", new OpenSelectionRequest { SelectionId = id, Vacancy = vacancy, Rule = rule });
    }

    public static CaseItem ReadPosition(string caseId, string selection, CaseSection position)
    {
        var request = position.Fill(
            new RecordPositionRequest { Selection = selection, Conditions = { position.OptionalTexts("conditions") } },
            ["member", "candidate", "stance", "taken_on", "sourcing", "source"], "conditions");
        return new(caseId, position.Line, $"position of {request.Member} on {request.Candidate}", request);
    }

    public static CaseItem ReadClaim(string caseId, string selection, CaseSection claim)
    {
        var request = claim.Fill(
            new RecordClaimRequest { Selection = selection, Excepts = { claim.OptionalTexts("excepts") } },
            ["candidate", "stance", "count", "approximate", "stated_on", "sourcing", "source"], "of", "excepts");
        return new(caseId, claim.Line, $"claim about {request.Candidate}", request);
    }
}
