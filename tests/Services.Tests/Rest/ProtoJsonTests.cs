using System.Net;
using System.Text;
using Google.Rpc;
using NatoServices.Services.Tests.Hosting;
using NatoServices.Services.Tests.Refusals;

namespace NatoServices.Services.Tests.Rest;

/// <summary>
/// The JSON that readers of protocol buffers must take, for every type that a request has, by the table at
/// https://protobuf.dev/programming-guides/json; and what they must not take.
/// </summary>
public sealed class ProtoJsonTests(GivenServices services) : IClassFixture<GivenServices>
{
    /// <summary>What violations of the reading say, and no rule says.</summary>
    private static readonly string[] UnreadForms = [", is '", "must be a list", "must be one of"];

    [Theory]
    // Strings and lists of strings.
    [InlineData("consensus", "selections/running/positions", "conditions", """[]""")]
    [InlineData("consensus", "selections/running/positions", "conditions", """null""")]
    [InlineData("consensus", "selections/running/positions", "conditions", """["a visit"]""")]
    [InlineData("consensus", "selections/running/positions", "conditions", """["\u0061 visit","a\tletter 😀"]""")]
    [InlineData("consensus", "selections/running/positions", "conditions", "\"a visit\"", "conditions: must be a list, [...]; each item must be a text of valid Unicode")]
    [InlineData("consensus", "selections/running/positions", "conditions", "[null]", "conditions[0]: must be a text of valid Unicode, is 'null'")]
    [InlineData("consensus", "selections/running/positions", "conditions", """["a",7,["b"]]""", "conditions[1]: must be a text of valid Unicode, is '7'", "conditions[2]: must be a text of valid Unicode, is '[\"b\"]'")]
    [InlineData("consensus", "selections/running/positions", "member", "\"\\ud800\"", "member: must be a text of valid Unicode, is '\"\\ud800\"'")]
    // Enumerations: by name or number, whatever the spelling of the field.
    [InlineData("consensus", "selections/running/positions", "stance", "\"STANCE_OBJECTS\"")]
    [InlineData("consensus", "selections/running/positions", "stance", "3")]
    [InlineData("consensus", "selections/running/positions", "stance", "3.0")]
    [InlineData("consensus", "selections/running/positions", "stance", "\"OBJECTS\"", "stance: must be one of STANCE_SUPPORTS, STANCE_NO_OBJECTION, STANCE_NO_POSITION, STANCE_OBJECTS, is 'OBJECTS'; did you mean STANCE_OBJECTS?")]
    [InlineData("consensus", "selections/running/positions", "stance", "\"stance_objects\"", "stance: must be one of STANCE_SUPPORTS, STANCE_NO_OBJECTION, STANCE_NO_POSITION, STANCE_OBJECTS, is 'stance_objects'; did you mean STANCE_OBJECTS?")]
    [InlineData("consensus", "selections/running/positions", "stance", "true", "stance: must be one of STANCE_SUPPORTS, STANCE_NO_OBJECTION, STANCE_NO_POSITION, STANCE_OBJECTS, is 'true'")]
    // Messages.
    [InlineData("consensus", "selections/running/positions", "takenOn", """{"year":2024,"month":2,"day":20}""")]
    [InlineData("consensus", "selections/running/positions", "taken_on", """{"year":"2024","month":"2","day":null}""")]
    [InlineData("consensus", "selections/running/positions", "takenOn", """{"year":2024.0,"month":2e0,"day":20}""")]
    [InlineData("consensus", "selections/running/positions", "takenOn", """{"year":2.024e3}""")]
    [InlineData("consensus", "selections/running/positions", "takenOn", """{"year":"2.024e3"}""")]
    [InlineData("consensus", "selections/running/positions", "takenOn", """{"year":2024.5}""", "taken_on.year: must be a whole number of 32 bits, is '2024.5'")]
    [InlineData("consensus", "selections/running/positions", "takenOn", """{"year":4294967296}""", "taken_on.year: must be a whole number of 32 bits, is '4294967296'")]
    [InlineData("consensus", "selections/running/positions", "takenOn", """{"year":" 2024"}""", "taken_on.year: must be a whole number of 32 bits, is '\" 2024\"'")]
    [InlineData("consensus", "selections/running/positions", "takenOn", """{"year":true}""", "taken_on.year: must be a whole number of 32 bits, is 'true'")]
    [InlineData("consensus", "selections/running/positions", "takenOn", "\"2026-11-20\"", "taken_on: must be a date such as {\"year\": 2024, \"month\": 2, \"day\": 22}; without a day or month it is known to the month or year, is '\"2026-11-20\"'")]
    [InlineData("consensus", "selections/running/positions", "takenOn", "[]", "taken_on: must be a date such as {\"year\": 2024, \"month\": 2, \"day\": 22}; without a day or month it is known to the month or year, is '[]'")]
    [InlineData("consensus", "selections/running/positions", "source", "\"a paper\"", "source: must be an object with the fields url, citation, name, is '\"a paper\"'")]
    // A presence that is told apart from zero, and 32 bits as text.
    [InlineData("consensus", "selections/running/claims", "count", "\"20\"")]
    [InlineData("consensus", "selections/running/claims", "count", "20")]
    [InlineData("consensus", "selections/running/claims", "count", "null")]
    [InlineData("consensus", "selections/running/claims", "count", "\"twenty\"", "count: must be a whole number of 32 bits, is '\"twenty\"'")]
    // Booleans.
    [InlineData("consensus", "selections/running/claims", "approximate", "true")]
    [InlineData("consensus", "selections/running/claims", "approximate", "null")]
    [InlineData("consensus", "selections/running/claims", "approximate", "\"true\"", "approximate: must be true or false, is '\"true\"'")]
    [InlineData("consensus", "selections/running/claims", "approximate", "1", "approximate: must be true or false, is '1'")]
    // Moments and durations.
    [InlineData("consensus", "selections/quiet/silences/s2:extend", "deadline", "\"2024-03-24T12:00:00Z\"")]
    [InlineData("consensus", "selections/quiet/silences/s2:extend", "deadline", "\"2024-03-24T12:00:00.123456789Z\"")]
    [InlineData("consensus", "selections/quiet/silences/s2:extend", "deadline", "\"2024-03-24T14:00:00+02:00\"")]
    [InlineData("consensus", "selections/quiet/silences/s2:extend", "deadline", "\"2024-03-24\"", "deadline: must be a moment such as 2024-02-22T12:00:00Z, is '\"2024-03-24\"'")]
    [InlineData("consensus", "selections/quiet/silences/s2:extend", "deadline", "1711281600", "deadline: must be a moment such as 2024-02-22T12:00:00Z, is '1711281600'")]
    [InlineData("consensus", "selections/running/silences", "duration", "\"120s\"")]
    [InlineData("consensus", "selections/running/silences", "duration", "\"120.5s\"")]
    [InlineData("consensus", "selections/running/silences", "duration", "\"2m\"", "duration: must be a duration in seconds such as \"120s\", is '\"2m\"'")]
    [InlineData("consensus", "selections/running/silences", "duration", "120", "duration: must be a duration in seconds such as \"120s\", is '120'")]
    // Numbers with a fraction.
    [InlineData("members", "members/FIN:reportDefenceExpenditure", "percentOfGdp", "2.4")]
    [InlineData("members", "members/FIN:reportDefenceExpenditure", "percentOfGdp", "\"2.4\"")]
    [InlineData("members", "members/FIN:reportDefenceExpenditure", "percentOfGdp", "2")]
    [InlineData("members", "members/FIN:reportDefenceExpenditure", "percentOfGdp", "\"two\"", "percent_of_gdp: must be a number, is '\"two\"'")]
    public async Task A_value_is_read_or_named(string service, string address, string field, string json, params string[] expected)
    {
        // The request id is a violation in every request, so that nothing is written.
        using var content = new StringContent($$"""{"{{field}}":{{json}},"requestId":"no id"}""", Encoding.UTF8, "application/json");

        using var answer = await services[service].Rest.PostAsync(new Uri($"/v1/{address}", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var violations = (await Caller.StatusOfAsync(answer)).GetDetail<BadRequest>()!.FieldViolations.Select(v => $"{v.Field}: {v.Description}").ToList();
        Assert.Contains("request_id: must be at most 128 printable ASCII characters, without spaces", violations);
        Assert.Equal(expected, violations.Where(v => UnreadForms.Any(form => v.Contains(form, StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Values_in_any_form_come_to_the_same_record()
    {
        const string Body = """
            {"code":"NOR","display_name":"Norway","headOfGovernment":null,"invitedOn":{"year":"1949","month":4.0,"day":4e0},"source":{"citation":"\u0041 treaty","url":null}}
            """;
        using var content = new StringContent(Body, Encoding.UTF8, "application/json");

        using var answer = await services["members"].Rest.PostAsync(new Uri("/v1/members", UriKind.Relative), content);

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var invited = Assert.Single((await services.Members.GetMemberAsync(new() { Code = "NOR" })).Member.History);
        Assert.Equal((Story.On(1949, 4, 4), "A treaty"), (invited.From, invited.Source.Citation));
    }
}
