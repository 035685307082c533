using System.Text.RegularExpressions;
using NatoServices.Aggregates;
using NatoServices.Candidates;
using NatoServices.Consensus;
using NatoServices.Domain;
using NatoServices.Members;
using NatoServices.Rest;
using NatoServices.ServiceDefaults;
using NatoServices.Watching;

namespace NatoServices.Services.Tests.Refusals;

/// <summary>What refusals say they are on the wire, and what the contract says of the same reasons.</summary>
public sealed partial class RefusedTests
{
    private static readonly IReadOnlyList<Type> All =
    [
        .. new[] { typeof(Refusal), typeof(ServiceApp), typeof(UpstreamUnavailable), typeof(Watches), typeof(RestApp), typeof(MembersApp), typeof(CandidatesApp), typeof(ConsensusApp) }
            .SelectMany(known => known.Assembly.GetTypes())
            .Where(type => type.IsSubclassOf(typeof(Refusal)) && !type.IsAbstract),
    ];

    [Fact]
    public void Every_refusal_says_its_status_and_its_reason_as_the_contract_does()
    {
        var contract = Documented().Matches(File.ReadAllText("reason.proto")).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        foreach (var type in All)
        {
            var refused = Assert.IsType<RefusedAttribute>(Assert.Single(type.GetCustomAttributes(typeof(RefusedAttribute), false)));
            Assert.Equal(
                $"{refused.Reason} {contract.GetValueOrDefault(refused.Reason)?.Replace("_", "", StringComparison.Ordinal)}",
                $"{refused.Reason} {refused.Status.ToString().ToUpperInvariant()}");
        }
        Assert.Equal(contract.Keys.Order(StringComparer.Ordinal), Reasons().Distinct().Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Reasons() =>
        All.Select(type => ((RefusedAttribute)type.GetCustomAttributes(typeof(RefusedAttribute), false)[0]).Reason);

    [GeneratedRegex(@"// REASON_(\w+) \((\w+)[),]")]
    private static partial Regex Documented();
}
