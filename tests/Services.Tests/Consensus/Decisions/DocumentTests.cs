using System.Net;
using System.Net.Http.Headers;
using Google.Rpc;
using Nato.Consensus.V1;
using NatoServices.Services.Tests.Hosting;
using NatoServices.Services.Tests.Refusals;

namespace NatoServices.Services.Tests.Consensus.Decisions;

/// <summary>A decision as a document: for programs, for people, and to be held against the record.</summary>
public sealed class DocumentTests(Decided decided) : IClassFixture<Decided>
{
    private const string Selection = Decided.Selection;

    [Fact]
    public async Task The_hash_of_a_decision_is_the_records_at_its_entry()
    {
        var decision = await decided.Services.DecisionAsync(Selection);
        Assert.Equal(decision, await decided.Services.DecisionAsync(Selection, decision.Id));
        var revision = decision.Recorded.Revision;
        var upTo = await VerifyAsync(revision, "");
        Assert.Equal((true, revision, decision.Hash), (upTo.Holds, upTo.Revision, upTo.Hash));
        Assert.True((await VerifyAsync(revision, decision.Hash)).Holds);
        Assert.True((await VerifyAsync(revision, decision.Hash.ToUpperInvariant())).Holds);
        foreach (var wrong in (VerifyRecordResponse[])[await VerifyAsync(revision, new('0', 64)), await VerifyAsync(revision - 1, decision.Hash)])
        {
            Assert.False(wrong.Holds);
            Assert.Equal($"the record's hash at revision {wrong.Revision} is not the one that was given", wrong.Problem);
        }
        Assert.True((await VerifyAsync(0, "")).Revision > revision);
        Assert.Equal("REVISION_NOT_REACHED", (await Refusing.OfAsync(() => decided.Services.Consensus.VerifyRecordAsync(
            new() { Selection = Selection, UpToRevision = revision + 100 }))).Reason);
    }

    [Fact]
    public async Task The_addresses_that_are_printed_lead_to_the_decisions_entry_and_check_it()
    {
        foreach (var format in (DocumentFormat[])[DocumentFormat.PlainText, DocumentFormat.Markdown])
        {
            var printed = await PrintAsync(format);
            var addresses = printed.Split('\n').Select(l => l.Trim()).Where(l => l.StartsWith("/v1/", StringComparison.Ordinal)).ToList();
            var answers = await Task.WhenAll(addresses.Select(async a => (await RestAsync(a)).Body.Replace(" ", "", StringComparison.Ordinal)));
            Assert.Equal(2, answers.Length);
            Assert.Contains($"\"hash\":\"{(await decided.Services.DecisionAsync(Selection)).Hash}\"", answers[0], StringComparison.Ordinal);
            Assert.Contains("\"holds\":true", answers[1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Over_REST_a_decision_is_JSON_at_its_own_address_and_at_that_of_the_one_in_force()
    {
        var inForce = await RestAsync($"/v1/selections/{Selection}/decision");
        var byId = await RestAsync($"/v1/selections/{Selection}/decisions/{(await decided.Services.DecisionAsync(Selection)).Id}");
        Assert.Equal((HttpStatusCode.OK, "application/json"), (inForce.Status, inForce.Type?.MediaType));
        Assert.Equal(byId.Body, inForce.Body);
        Assert.Contains("DECISION_KIND_SILENCE", inForce.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "text/plain", DocumentFormat.PlainText)]
    [InlineData("?format=DOCUMENT_FORMAT_PLAIN_TEXT", "text/plain", DocumentFormat.PlainText)]
    [InlineData("?format=DOCUMENT_FORMAT_MARKDOWN", "text/markdown", DocumentFormat.Markdown)]
    public async Task Over_REST_a_printed_decision_is_the_text_itself(string query, string type, DocumentFormat format)
    {
        var id = (await decided.Services.DecisionAsync(Selection)).Id;
        foreach (var address in (string[])[$"decision:print{query}", $"decisions/{id}:print{query}"])
        {
            var printed = await RestAsync($"/v1/selections/{Selection}/{address}");
            Assert.Equal((HttpStatusCode.OK, type, "utf-8"), (printed.Status, printed.Type?.MediaType, printed.Type?.CharSet));
            Assert.Equal(await PrintAsync(format), printed.Body);
            Assert.StartsWith(format == DocumentFormat.Markdown ? "# Decision " : "Decision ", printed.Body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("nowhere/decision:print", HttpStatusCode.NotFound, "SELECTION_UNKNOWN")]
    [InlineData(Selection + "/decisions/d99:print", HttpStatusCode.NotFound, "DECISION_UNKNOWN")]
    [InlineData(Selection + "/decisions/x:print", HttpStatusCode.BadRequest, "INVALID_INPUT")]
    [InlineData(Selection + "/decision:print?format=DOCUMENT_FORMAT_PDF", HttpStatusCode.BadRequest, "INVALID_INPUT")]
    [InlineData(Selection + "/decision:print?format=9", HttpStatusCode.BadRequest, "INVALID_INPUT")]
    public async Task What_cannot_be_printed_is_refused_in_JSON(string address, HttpStatusCode status, string reason)
    {
        using var answer = await decided.Services["consensus"].Rest.GetAsync(new Uri($"/v1/selections/{address}", UriKind.Relative));
        Assert.Equal((status, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal(reason, (await Caller.StatusOfAsync(answer)).GetDetail<ErrorInfo>()?.Reason);
    }

    [Fact]
    public async Task Plain_text_has_lines_of_at_most_100_characters_and_names_every_elector()
    {
        var lines = (await PrintAsync(DocumentFormat.PlainText)).Split('\n');
        Assert.All(lines.Where(l => !l.Contains("/v1/", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 100));
        Assert.All((string[])["  FRA  France", "  NLD  Netherlands", "  POL  Poland"], elector =>
            Assert.Single(lines, l => l.StartsWith(elector, StringComparison.Ordinal)));
        Assert.Contains(lines, l => l.Contains("<b>visit</b>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_others_wrote_is_neither_markup_nor_HTML_in_Markdown()
    {
        var markdown = await PrintAsync(DocumentFormat.Markdown);
        Assert.DoesNotContain("<b>", markdown, StringComparison.Ordinal);
        Assert.Contains(@"\<b\>visit\</b\> \| \&amp;", markdown, StringComparison.Ordinal);
        Assert.Equal(
            [
                @"> \# Title \*bold\* \[link\](javascript:alert)", ">", @"> \- item\", @"> \+ item\", @"> 1\. item\", @"> 2\) item\",
                @"> \---\", @"> \===\", @"> \> quote \`code\` \<script\>",
            ],
            markdown.Split('\n').Where(l => l.StartsWith('>')));
        // A cell more or less would move what somebody wrote into another column.
        Assert.All(markdown.Split('\n').Where(l => l.StartsWith('|')), row =>
            Assert.InRange(row.Replace(@"\|", "", StringComparison.Ordinal).Count(c => c == '|'), 3, 4));
    }

    private async Task<VerifyRecordResponse> VerifyAsync(long upTo, string hash) =>
        await decided.Services.Consensus.VerifyRecordAsync(new() { Selection = Selection, UpToRevision = upTo, Hash = hash });

    private async Task<string> PrintAsync(DocumentFormat format) =>
        (await decided.Services.Consensus.PrintDecisionAsync(new() { Selection = Selection, Format = format })).Data.ToStringUtf8();

    private async Task<(HttpStatusCode Status, MediaTypeHeaderValue? Type, string Body)> RestAsync(string address)
    {
        using var answer = await decided.Services["consensus"].Rest.GetAsync(new Uri(address, UriKind.Relative));
        return (answer.StatusCode, answer.Content.Headers.ContentType, await answer.Content.ReadAsStringAsync());
    }
}
