namespace NatoServices.Members.Rules;

/// <summary>An event of the roster.</summary>
public abstract record RosterEvent;

/// <summary>A state was invited; the date is null if not known.</summary>
public sealed record MemberInvited(
    string Code, string DisplayName, string HeadOfGovernment, string Office, PartialDate? InvitedOn, Source? Source) : RosterEvent;

/// <summary>An invited state accedes on a date.</summary>
public sealed record MemberAcceded(string Code, PartialDate Date, Source? Source) : RosterEvent;

/// <summary>A future accession got another date.</summary>
public sealed record AccessionRescheduled(string Code, PartialDate Date, Source? Source) : RosterEvent;

/// <summary>A membership or an invitation ends on a date.</summary>
public sealed record MemberWithdrawn(string Code, PartialDate Date, Source? Source) : RosterEvent;

/// <summary>The name, head of government or office changes from a date on. Null means unchanged.</summary>
public sealed record MemberUpdated(string Code, PartialDate From, string? DisplayName, string? HeadOfGovernment, string? Office) : RosterEvent;

/// <summary>A source stated the defence expenditure of a year, in percent of the gross domestic product.</summary>
public sealed record DefenceExpenditureReported(string Code, int Year, decimal PercentOfGdp, bool Estimate, Source Source) : RosterEvent;
