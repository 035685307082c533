using NatoServices.Domain;

namespace NatoServices.Members.Rules;

/// <summary>What can be entered in the roster.</summary>
public abstract record RosterEvent;

/// <summary>A state was invited; null date: not known when.</summary>
public sealed record MemberInvited(
    string Code, string DisplayName, string HeadOfGovernment, string Office, PartialDate? InvitedOn, Source? Source) : RosterEvent;

/// <summary>An invited state accedes on a date.</summary>
public sealed record MemberAcceded(string Code, PartialDate Date, Source? Source) : RosterEvent;

/// <summary>An accession that lay in the future has another date.</summary>
public sealed record AccessionRescheduled(string Code, PartialDate Date, Source? Source) : RosterEvent;

/// <summary>A membership or an invitation ends on a date.</summary>
public sealed record MemberWithdrawn(string Code, PartialDate Date, Source? Source) : RosterEvent;

/// <summary>Name, head of government or office change from a date on; null: unchanged.</summary>
public sealed record MemberUpdated(string Code, PartialDate From, string? DisplayName, string? HeadOfGovernment, string? Office) : RosterEvent;

/// <summary>A source's figure for one year, in percent of the gross domestic product.</summary>
public sealed record DefenceExpenditureReported(string Code, int Year, decimal PercentOfGdp, bool Estimate, Source Source) : RosterEvent;
