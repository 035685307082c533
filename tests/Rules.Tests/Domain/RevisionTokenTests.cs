using CsCheck;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

public sealed class RevisionTokenTests
{
    private static readonly Gen<(string, long)> Revisions = Gen.Select(
        Gen.OneOf("roster", "slate/secretary-general-2024", "selection/a@b"), Gen.Long[0, long.MaxValue]);

    [Fact]
    public void A_token_is_read_back() => Revisions.List[1, 5].Sample(revisions =>
        Assert.Equal(revisions, RevisionToken.Parse(new RevisionToken(revisions).ToString())!.Revisions));

    [Fact]
    public void Junk_is_no_token_and_never_fails() => Gen.String.Sample(junk =>
    {
        if (RevisionToken.Parse(junk) is { } read) Assert.NotEmpty(read.Revisions);
    });

    [Theory]
    [InlineData("")]
    [InlineData("junk")]
    [InlineData("!!!!")]
    [InlineData("MiByb3N0ZXJAMQ")]
    [InlineData("MSByb3N0ZXI")]
    [InlineData("MSByb3N0ZXJALTE")]
    public void What_this_system_did_not_write_is_no_token(string text) => Assert.Null(RevisionToken.Parse(text));

    [Fact]
    public void A_token_speaks_of_the_newest_revision_of_a_stream_and_of_no_other()
    {
        var token = RevisionToken.Of("roster", 3).And(RevisionToken.Of("roster", 2));

        Assert.Equal((3, 0), (token.Of("roster"), token.Of("slate/x")));
    }

    [Fact]
    public void A_token_of_as_many_streams_as_fit_can_be_given_back_and_one_of_more_is_refused()
    {
        var streams = Enumerable.Range(0, 1000).Select(i => $"slate/{new string('x', 59)}{i:D4}").ToList();
        var fitting = RevisionToken.Fitting(streams);
        var page = streams.Take(fitting).Select(stream => (stream, long.MaxValue)).ToList();

        Assert.InRange(fitting, 30, 999);
        Assert.Equal(page, RevisionToken.Parse(new RevisionToken(page).ToString())!.Revisions);
        Assert.Null(RevisionToken.Parse(new RevisionToken([.. page, (streams[fitting], 1), (streams[fitting + 1], 1)]).ToString()));
    }

    [Fact]
    public void A_stream_of_the_longest_name_fits_always() => Assert.Equal(1, RevisionToken.Fitting([$"selection/{new string('x', 63)}"]));
}
