using CsCheck;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

public sealed class IdsTests
{
    [Theory]
    [InlineData("Mark Rutte", "mark-rutte")]
    [InlineData("Krišjānis Kariņš", "krisjanis-karins")]
    [InlineData("Karin\u0327s\u030C", "karins")]
    [InlineData("Andrej Plenković", "andrej-plenkovic")]
    [InlineData("Viktor Orbán", "viktor-orban")]
    [InlineData("Katrín Jakobsdóttir", "katrin-jakobsdottir")]
    [InlineData("Evika Siliņa", "evika-silina")]
    [InlineData("Ingrida Šimonytė", "ingrida-simonyte")]
    [InlineData("Milojko Spajić", "milojko-spajic")]
    [InlineData("Jonas Gahr Støre", "jonas-gahr-store")]
    [InlineData("António Costa", "antonio-costa")]
    [InlineData("Pedro Sánchez", "pedro-sanchez")]
    [InlineData("Recep Tayyip Erdoğan", "recep-tayyip-erdogan")]
    [InlineData("Türkiye", "turkiye")]
    [InlineData("İsmail Ünal-Yıldız", "ismail-unal-yildiz")]
    [InlineData("Łukasz Żółć", "lukasz-zolc")]
    [InlineData("  Ludwig  Weiß, jr.  ", "ludwig-weiss-jr")]
    [InlineData("Seán Ó hÓgáin", "sean-o-hogain")]
    [InlineData("事務総長", "")]
    public void A_name_suggests_an_id(string name, string id) => Assert.Equal(id, Ids.From(name));

    [Fact]
    public void What_any_text_suggests_is_a_well_formed_id_or_nothing() => Gen.String[Gen.Char, 0, 100].Sample(text =>
    {
        var id = Ids.From(text);
        Assert.True(id is "" || Ids.IsWellFormed(id), id);
        Assert.Equal(id, Ids.From(id));
    });

    [Fact]
    public void Folding_twice_is_folding_once() => Gen.String[Gen.Char, 0, 100].Sample(text => Assert.Equal(Ids.Fold(text), Ids.Fold(Ids.Fold(text))));

    [Theory]
    [InlineData("")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("A")]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("a/b")]
    public void Anything_else_is_no_id(string id) => Assert.False(Ids.IsWellFormed(id));

    [Fact]
    public void An_id_has_at_most_63_characters() => Assert.Equal((true, false), (Ids.IsWellFormed(new('a', 63)), Ids.IsWellFormed(new('a', 64))));
}
