using NatoServices.Domain;

namespace NatoServices.Rest;

/// <summary>A request that reaches no service.</summary>
/// <param name="HttpStatus">The HTTP status, where it is not the one of the gRPC status.</param>
/// <param name="Message">A sentence for people.</param>
internal abstract record RestRefusal(int HttpStatus, string Message) : Refusal(Message);

[Refused(RefusalStatus.NotFound, "ADDRESS_UNKNOWN")]
internal sealed record AddressUnknown(string Path) : RestRefusal(404, $"There is nothing at {Path}; the addresses are in the contracts, under /v1.");

[Refused(RefusalStatus.Unimplemented, "METHOD_NOT_ALLOWED")]
internal sealed record MethodNotAllowed(string Method, string Allowed) : RestRefusal(405, $"{Method} is not possible here; possible: {Allowed}.");

[Refused(RefusalStatus.InvalidArgument, "REQUEST_TOO_LARGE")]
internal sealed record RequestTooLarge(long? MaxBytes) : RestRefusal(413, $"The body of a request has at most {MaxBytes} bytes.");

[Refused(RefusalStatus.InvalidArgument, "MEDIA_TYPE_UNSUPPORTED")]
internal sealed record MediaTypeUnsupported(string? MediaType)
    : RestRefusal(415, $"The body must be application/json in UTF-8 or UTF-16, is '{MediaType}'.");

[Refused(RefusalStatus.InvalidArgument, "INVALID_INPUT")]
internal sealed record MalformedRequest(int HttpStatus, string Message) : RestRefusal(HttpStatus, Message);
