using System.Net;
using System.Net.Sockets;

namespace NatoServices.System.Tests;

/// <summary>What an operator can mend is one line on stderr and exit code 1.</summary>
public sealed class OneClearLine
{
    private const string TwiceDeclared = """
              - {status: DECLARED, date: 2021-05-01, sourcing: NAMED, source: {citation: a}}
              - {status: DECLARED, date: 2021-05-02, sourcing: NAMED, source: {citation: b}}
              - status: PRESENTED
                presented_by: BVT
        """;

    public static TheoryData<string> PortOptions => ["--members-http", "--candidates-grpc", "--consensus-grpc", "--cache"];

    [Theory]
    [MemberData(nameof(PortOptions))]
    public async Task A_taken_port_names_the_option_that_changes_it(string option)
    {
        using var folder = new TemporaryFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await using var standalone = StandaloneProcess.Start(folder["data"], option, port);

        var line = await LineAsync(standalone);
        Assert.Contains($"{port}", line, StringComparison.Ordinal);
        Assert.Contains(option, line, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["data"]));
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["file"], "");

        await using var standalone = StandaloneProcess.Start(folder["file/data"]);

        Assert.Contains("--data", await LineAsync(standalone), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("members")]
    [InlineData("candidates")]
    [InlineData("consensus")]
    public async Task A_damaged_database_names_the_file(string service)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder[$"{service}.db"], new string('x', 8192));

        await using var standalone = StandaloneProcess.Start(folder.Path);

        Assert.Contains(folder[$"{service}.db"], await LineAsync(standalone), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_case_file()
    {
        using var folder = new TemporaryFolder();

        await using var standalone = StandaloneProcess.Start(folder["data"], "--case", folder["absent.yaml"]);

        Assert.Contains("absent.yaml", await LineAsync(standalone), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["data"]));
    }

    [Theory]
    [InlineData("stance: SUPPORTS\n    taken_on: 2021-05-04", "stance: LIKES\n    taken_on: 2021-05-04", ":44: positions[0].stance: 'LIKES' is not one of SUPPORTS")]
    [InlineData("as_of: 2021-05-10", "as_of: 2021-02-30", ":5: as_of: must be a full date")]
    [InlineData("post: Keeper", "past: Keeper", "vacancy.past: is not known here")]
    [InlineData("  falls_vacant_on: 2021-07-01\n", "", "vacancy.falls_vacant_on: is missing")]
    [InlineData("count: 4", "count: four", "claims[0].count: 'four' is not a whole number")]
    [InlineData("main_candidate: ada-north", "main_candidate: ada-south", ":6: main_candidate: 'ada-south' is not among the candidates")]
    [InlineData("acceded: 2003-06", "", "roster.members[2].acceded: is missing for HMD")]
    [InlineData("code: UMI", "code: HMD", ":16: roster.members[4].code: 'HMD' is there already, on line 14")]
    [InlineData("body: Tidal Council", "body: [Tidal Council", "is not well-formed YAML")]
    [InlineData("body: Tidal Council", "case: tidal-council", "is not well-formed YAML")]
    public async Task A_wrong_case_file_names_the_line_and_the_key(string right, string wrong, string expected)
    {
        using var folder = new TemporaryFolder();

        await using var standalone = StandaloneProcess.Start(folder["data"], "--case", await TidalCouncil.WithAsync(folder, (right, wrong)));

        Assert.Contains(expected, await LineAsync(standalone), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["data"]));
    }

    [Theory]
    [InlineData("member: HMD", "member: SGS", "position of SGS on ada-north was refused: INVALID_INPUT: member ")]
    [InlineData("nationality: BVT", "nationality: NOR", "candidate ada-north was refused: ")]
    [InlineData("withdrawn: 2020-01-01", "withdrawn: 1990", "withdrawal of SGS was refused: INVALID_INPUT: date 1990 is before 2001-01-01")]
    [InlineData("      - status: PRESENTED\n        presented_by: BVT", TwiceDeclared, "candidacy of ada-north: DECLARED was refused: CANDIDACY_MOVE_IMPOSSIBLE: ")]
    public async Task An_item_that_a_service_refuses_is_named_with_the_reason(string right, string wrong, string expected)
    {
        using var folder = new TemporaryFolder();

        await using var standalone = StandaloneProcess.Start(folder["data"], "--case", await TidalCouncil.WithAsync(folder, (right, wrong)));

        Assert.Contains(expected, await LineAsync(standalone), StringComparison.Ordinal);
    }

    private static async Task<string> LineAsync(StandaloneProcess standalone)
    {
        Assert.Equal(1, await standalone.EndAsync());
        Assert.Empty(standalone.Output);
        var line = Assert.Single(standalone.Errors);
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
        return line;
    }
}
