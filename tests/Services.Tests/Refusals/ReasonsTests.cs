using Nato.Errors.V1;

namespace NatoServices.Services.Tests.Refusals;

/// <summary>The files leave no reason and no RPC out.</summary>
public sealed class ReasonsTests
{
    /// <summary>What a file can't have, because it takes more than a call: where it is tested instead.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["OWNER_UNAVAILABLE"] = "needs a service that is away: OwnersTests, TroubleTests, OwnersAwayTests",
        ["JOURNAL_UNAVAILABLE"] = "needs a database that can't be used: TroubleTests",
        ["SERVICE_STOPPING"] = "needs a service that stops: WatchEndTests",
        ["TOO_MANY_WATCHERS"] = "needs more watches than a process serves: WatchEndTests",
        ["RECORD_DAMAGED"] = "needs a database that was tampered with: RecordTests",
        ["ADDRESS_UNKNOWN"] = "reaches no service: UnansweredRequestsTests",
        ["METHOD_NOT_ALLOWED"] = "reaches no service: UnansweredRequestsTests",
        ["REQUEST_TOO_LARGE"] = "reaches no service: UnansweredRequestsTests",
        ["MEDIA_TYPE_UNSUPPORTED"] = "reaches no service: UnansweredRequestsTests",
        ["INTERNAL"] = "needs a defect: TroubleTests",
        ["SILENCE_RAN_OUT"] = "needs a service that is away at a deadline: OwnersAwayTests",
        ["DECISION_NOT_IN_FORCE"] = "needs two decisions: ReopeningTests",
        ["APPOINTMENT_PENDING"] = "needs a service that is away when a decision falls: DeliveryTests",
    };

    [Fact]
    public void Every_reason_is_given_in_some_file_or_tested_elsewhere()
    {
        var reasons = ReasonReflection.Descriptor.EnumTypes[0].Values.Where(v => v.Number != 0).Select(v => v.Name["REASON_".Length..]);
        var given = GivenServices.Names.SelectMany(service => RefusalFile.Of(service).Refused).Select(r => r.Reason).Distinct();
        Assert.Equal(reasons.Order(StringComparer.Ordinal), given.Concat(Elsewhere.Keys).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("members")]
    [InlineData("candidates")]
    [InlineData("consensus")]
    public void Every_RPC_is_refused_for_something(string service)
    {
        var refused = RefusalFile.Of(service).Refused.Select(r => r.Call.Rpc).Distinct();
        Assert.Equal(GivenServices.Contract(service).Methods.Select(m => m.Name).Order(StringComparer.Ordinal), refused.Order(StringComparer.Ordinal));
    }
}
