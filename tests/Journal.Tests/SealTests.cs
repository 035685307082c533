namespace NatoServices.Journal.Tests;

public sealed class SealTests
{
    [Fact]
    public void It_is_the_SHA_256_of_the_text_in_UTF_8() =>
        Assert.Equal("67f6ab318ee8c62c311143e7f737993c72c21ad58ddb493fbe572ff07ac3139e", Seal.Of("Ģ"));
}
