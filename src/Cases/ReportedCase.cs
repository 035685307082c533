using NatoServices.Domain;

namespace NatoServices.Cases;

/// <summary>A case as its file tells it: who decides, what post falls vacant, who is spoken of, who is reported to think what.</summary>
/// <param name="File">The file's name, for messages.</param>
/// <param name="Hash">SHA-256 of the file: the same hash, the same case.</param>
/// <param name="Id">Begins every request id.</param>
/// <param name="Body">Whose appointment it is.</param>
/// <param name="Title">What it is about, in a line.</param>
/// <param name="AsOf">The day on which it stood so.</param>
/// <param name="Vacancy">The vacancy's id.</param>
/// <param name="Selection">The selection's id.</param>
/// <param name="MainCandidate">The id of the candidate whose standing is shown first.</param>
/// <param name="Items">Everything to record, in the order in which the services can take it.</param>
public sealed record ReportedCase(
    string File, string Hash, string Id, string Body, string Title, PartialDate AsOf,
    string Vacancy, string Selection, string MainCandidate, IReadOnlyList<CaseItem> Items);
