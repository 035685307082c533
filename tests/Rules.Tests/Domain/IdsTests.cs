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
    [InlineData("Phạm Minh Chính Nguyễn", "pham-minh-chinh-nguyen")]
    [InlineData("Mu\u0308ller", "muller")]
    [InlineData("事務総長", "")]
    public void A_name_suggests_an_id(string name, string id) => Assert.Equal(id, Ids.From(name));

    [Fact]
    public void What_any_text_suggests_is_a_well_formed_id_or_nothing() => Gen.String[Gen.Char, 0, 100].Sample(text =>
    {
        var id = Ids.From(text);
        Assert.True(id is "" || Ids.IsWellFormed(id), id);
        Assert.Equal(id, Ids.From(id));
    });

    /// <summary>One name each, in spellings that must not make two people of one: composed, decomposed, in capitals, without accents.</summary>
    [Theory]
    [InlineData("Nguyễn", "Nguye\u0302\u0303n", "Nguye\u0303\u0302n", "NGUYỄN", "nguyen")]
    [InlineData("Κυριάκος", "Κυρια\u0301κος", "ΚΥΡΙΑΚΟΣ", "κυριακοσ")]
    [InlineData("Андрій Йов", "Андріи\u0306 И\u0306ов", "АНДРІЙ ЙОВ")]
    [InlineData("한덕수", "\u1112\u1161\u11AB\u1103\u1165\u11A8\u1109\u116E")]
    [InlineData("がく", "か\u3099く")]
    [InlineData("Ålesund", "A\u030Alesund", "\u212Blesund")]
    public void Spellings_of_a_name_are_one(string name, params string[] others) => Assert.All(others, other => Assert.Equal(Ids.Fold(name), Ids.Fold(other)));

    [Theory]
    [InlineData("किरण", "करण")]
    [InlineData("Иванов", "Петров")]
    [InlineData("李强", "里强")]
    public void Names_of_two_people_stay_two(string name, string other) => Assert.NotEqual(Ids.Fold(name), Ids.Fold(other));

    [Theory]
    [InlineData("!!!")]
    [InlineData(" - ")]
    [InlineData("\u0301\u0302")]
    [InlineData("")]
    public void What_has_no_letter_has_no_words(string text) => Assert.Empty(Ids.WordsOf(text));

    [Theory]
    [InlineData("Seán Ó hÓgáin, jr.", "sean", "o", "hogain", "jr")]
    [InlineData("किरण बेदी", "किरण", "बेदी")]
    public void A_name_has_words(string name, params string[] words) => Assert.Equal(words, Ids.WordsOf(name));

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
