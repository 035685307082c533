using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Nato.Consensus.V1;
using NatoServices.Consensus;
using NatoServices.Services.Tests.Hosting;
using ConsensusClient = Nato.Consensus.V1.Consensus.ConsensusClient;

namespace NatoServices.Services.Tests.Refusals;

/// <summary>All services with what the files say is given.</summary>
public sealed class GivenServices : ServiceFixture
{
    /// <summary>The services, in the order in which their files build on one another.</summary>
    public static string[] Names { get; } = ["members", "candidates", "consensus"];

    /// <summary>The contract of a service.</summary>
    public static ServiceDescriptor Contract(string service) => service switch
    {
        "members" => Nato.Members.V1.Members.Descriptor,
        "consensus" => Nato.Consensus.V1.Consensus.Descriptor,
        _ => Nato.Candidates.V1.Candidates.Descriptor,
    };

    internal Caller Calling(string service) => new(this[service], Contract(service));

    /// <summary>How far the records have come.</summary>
    public async Task<string> RevisionsAsync() =>
        $"roster@{(await Members.GetRosterAsync(new())).Revision} {(await Candidates.ListVacanciesAsync(new())).RevisionToken} "
        + (await Consensus.ListSelectionsAsync(new())).RevisionToken;

    /// <inheritdoc />
    public override async Task InitializeAsync()
    {
        var noon = Clock.GetUtcNow();
        await base.InitializeAsync();
        await HostAsync(ConsensusApp.Identity, ConsensusApp.CreateAsync);
        foreach (var service in Names)
            foreach (var call in RefusalFile.Of(service).Given)
                await Calling(service).GrpcAsync(call);
        // What the services do by themselves is over before the first refusal: it would be taken for something that one has written.
        await this.UntilAsync(
            async () => (await Consensus.GetSelectionAsync(new() { Selection = "decided" })).Selection,
            decided => decided.Outcomes[0].Delivery.State == DeliveryState.Delivered);
        Clock.AdjustTime(noon);
    }

    private ConsensusClient Consensus => new(this["consensus"].Channel);
}

/// <summary>Every refusal that the files list, exactly as they say, over gRPC and over REST; and nothing is written.</summary>
public sealed class RefusalTests(GivenServices services) : IClassFixture<GivenServices>
{
    public static IEnumerable<object[]> Cases =>
        from service in GivenServices.Names from refused in RefusalFile.Of(service).Refused select (object[])[service, refused.Name];

    public static IEnumerable<object[]> Watches =>
        from service in GivenServices.Names
        from refused in RefusalFile.Of(service).Refused
        where refused.Call.Rpc.StartsWith("Watch", StringComparison.Ordinal)
        select (object[])[service, refused.Name];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task It_is_refused_as_the_file_says_and_nothing_is_written(string service, string name)
    {
        var expected = RefusalFile.Of(service).Refused.Single(r => r.Name == name);
        var before = await services.RevisionsAsync();

        var refused = await Assert.ThrowsAsync<RpcException>(() => services.Calling(service).GrpcAsync(expected.Call));
        Assert.Equal(Describe(expected), Describe(Caller.StatusOf(refused)));
        var rest = await services.Calling(service).RestAsync(expected.Call);
        Assert.Equal((HttpStatusOf(expected.Status), Describe(expected)), ((int)rest.StatusCode, Describe(await Caller.StatusOfAsync(rest))));
        Assert.Equal(before, await services.RevisionsAsync());
    }

    /// <summary>Who asks for server-sent events and is refused gets JSON with the status, which a browser's EventSource doesn't try again.</summary>
    [Theory]
    [MemberData(nameof(Watches))]
    public async Task A_refused_watch_is_no_stream_of_events(string service, string name)
    {
        var expected = RefusalFile.Of(service).Refused.Single(r => r.Name == name);

        var plain = await services.Calling(service).RestAsync(expected.Call);
        var events = await services.Calling(service).RestAsync(expected.Call, "text/event-stream");

        Assert.Equal((HttpStatusOf(expected.Status), "application/json"), ((int)events.StatusCode, events.Content.Headers.ContentType?.MediaType));
        Assert.Equal(await plain.Content.ReadAsStringAsync(), await events.Content.ReadAsStringAsync());
    }

    private static string Describe(Refused expected) => string.Join('\n',
        [$"{expected.Status} {expected.Reason}", .. Sorted(expected.Metadata), .. expected.Violations.Order(StringComparer.Ordinal)]);

    private static string Describe(Google.Rpc.Status status) => string.Join('\n',
        [
            $"{Name((StatusCode)status.Code)} {status.GetDetail<ErrorInfo>()?.Reason}",
            .. Sorted(status.GetDetail<ErrorInfo>()?.Metadata ?? []),
            .. (status.GetDetail<BadRequest>()?.FieldViolations ?? []).Select(v => $"{v.Field}: {v.Description}").Order(StringComparer.Ordinal),
        ]);

    private static IEnumerable<string> Sorted(IEnumerable<KeyValuePair<string, string>> metadata) =>
        metadata.Select(m => $"{m.Key} = {m.Value}").Order(StringComparer.Ordinal);

    private static string Name(StatusCode code) => CodeReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)code).Name;

    private static int HttpStatusOf(string status) => status switch
    {
        "NOT_FOUND" => 404,
        "ALREADY_EXISTS" => 409,
        "PERMISSION_DENIED" => 403,
        _ => 400,
    };
}
