using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using NatoServices.Domain;
using NatoServices.Journal;

namespace NatoServices.ServiceDefaults;

/// <summary>Converts refusals to what is sent.</summary>
public static class RefusalAnswer
{
    private const string Domain = "natoservices";

    private static readonly ConcurrentDictionary<System.Type, RefusedAttribute> Kinds = new();

    private static readonly Counter<long> Refusals = Signals.Meter.CreateCounter<long>(
        "natoservices.refusals", "{refusal}", "Calls that were answered with a reason instead of what was asked for, by reason.");

    /// <summary>The status that is sent for a refusal, with its reason as <c>google.rpc.ErrorInfo</c>. Counts the refusal.</summary>
    public static Status Of(Refusal refusal)
    {
        var refused = Kinds.GetOrAdd(refusal.GetType(), KindOf);
        var answer = new Status { Code = (int)refused.Status, Message = refusal.Message };
        var info = new ErrorInfo { Domain = Domain, Reason = refused.Reason };
        Refusals.Add(1, new KeyValuePair<string, object?>("natoservices.refusal.reason", info.Reason));
        foreach (var (key, value) in refusal.Metadata) info.Metadata[key] = value;
        answer.Details.Add(Any.Pack(info));
        if (refusal is InvalidInput invalid)
            answer.Details.Add(Any.Pack(new BadRequest
            {
                FieldViolations =
                {
                    invalid.Violations.Select(v => new BadRequest.Types.FieldViolation { Field = v.Field, Description = v.Description }),
                },
            }));
        return answer;
    }

    private static RefusedAttribute KindOf(System.Type refusal) => refusal.GetCustomAttribute<RefusedAttribute>()
        ?? throw new InvalidOperationException($"{refusal.Name} does not say what it is on the wire.");
}
