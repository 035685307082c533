using NatoServices.Domain;

namespace NatoServices.Cases;

/// <summary>A case as its file describes it: body, vacancy, candidates, and the reported positions and claims.</summary>
/// <param name="File">The file's name, for messages.</param>
/// <param name="Hash">SHA-256 of the file, to detect a changed file.</param>
/// <param name="Id">The case's id, which is the prefix of every request id.</param>
/// <param name="Body">The body that makes the appointment.</param>
/// <param name="Title">The subject in one line.</param>
/// <param name="AsOf">The day that the case describes.</param>
/// <param name="Vacancy">The vacancy's id.</param>
/// <param name="Selection">The selection's id.</param>
/// <param name="MainCandidate">The candidate whose standing is shown.</param>
/// <param name="Items">All items, in an order that the services accept.</param>
public sealed record ReportedCase(
    string File, string Hash, string Id, string Body, string Title, PartialDate AsOf,
    string Vacancy, string Selection, string MainCandidate, IReadOnlyList<CaseItem> Items);
