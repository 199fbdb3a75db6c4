using PromptCompressor.Core.Text.Protection.Rules;

namespace PromptCompressor.UnitTests.Core.Text.Protection.Rules;

public class NumberRuleTests
{
    [Theory]
    [InlineData("a shelf of 3.42 m and 18 cm", "3.42 m | 18 cm")]
    [InlineData("it cost €4,750 in all", "€4,750")]
    [InlineData("paid 4 750,50 € or € 12", "4 | 750,50 € | € 12")]
    [InlineData("US$5, A$7 and -$3.50", "US$5 | A$7 | -$3.50")]
    [InlineData("USD 300 or 250 EUR", "USD 300 | 250 EUR")]
    [InlineData("took 1841ms, then 3 s.", "1841ms | 3 s")]
    [InlineData("at 24 °C or 75°F", "24 °C | 75°F")]
    [InlineData("with 5 GB free and 12 MB/s", "5 GB | 12 MB/s")]
    [InlineData("3/5 of them at 10:30 or 06:15", "3/5 | 10:30 | 06:15")]
    [InlineData("at 2026-02-11T04:17:09.331Z it broke", "2026-02-11T04:17:09.331Z")]
    [InlineData("at 2026-02-11T04:17:09+02:00.", "2026-02-11T04:17:09+02:00")]
    [InlineData("on 3 March 2026 and on March 3, 2026.", "3 March 2026 | March 3, 2026")]
    [InlineData("from Feb. 11 to 12th Apr", "Feb. 11 | 12th Apr")]
    [InlineData("a 2:1 ratio, 1e-5 apart, 6.02e+23", "2:1 | 1e-5 | 6.02e+23")]
    [InlineData("v1.2.3 and 10.0.0.1", "v1.2.3 | 10.0.0.1")]
    [InlineData("ranges 10-12, 10–12 km, 5%–10%, $5-$10", "10-12 | 10–12 km | 5%–10% | $5-$10")]
    [InlineData("up -3 or +4 or ±5, <6 and ≥7 %", "-3 | +4 | ±5 | <6 | ≥7 %")]
    [InlineData("第3章は3月10日の12時", "第3章 | 3月10日 | 12時")]
    [InlineData("约3万人，2026年3月", "约3万人 | 2026年3月")]
    [InlineData("عدد ١٢٫٥ و ٣٤٪", "١٢٫٥ | ٣٤٪")]
    [InlineData("लागत ₹१,२३,४५६ थी", "₹१,२३,४५६")]
    [InlineData("1,234,567 and 12,34,567 and 1'000", "1,234,567 | 12,34,567 | 1'000")]
    [InlineData("a list 12,15,18 here", "12 | 15,18")]
    [InlineData("$4.2 billion and 3 million users", "$4.2 billion | 3 million users")]
    [InlineData("at 5 pm or 10:30 a.m. sharp", "5 pm | 10:30 a.m.")]
    [InlineData("§ 5.2 and №7 and 2½ ft", "§ 5.2 | №7 | 2½ ft")]
    [InlineData("5 in the morning, 7 a day", "5 | 7")]
    [InlineData("He was born in 1987.", "1987")]
    public void Find_Number_TakesAllOfIt(string text, string expected) => RuleRunner.AssertSlices(new NumberRule(), text, expected);

    [Theory]
    [InlineData("no figures here, only I and e.g. words")]
    [InlineData("third, dozen, 三章")]
    [InlineData("the name E1042 and snake_4")]
    public void Find_NoNumber_FindsNothing(string text) => RuleRunner.AssertSlices(new NumberRule(), text, "");

    [Fact]
    public void Find_LongJoinedColumn_IsCutIntoSeveral()
    {
        var text = string.Join('-', Enumerable.Range(10, 60));

        Assert.True(RuleRunner.Slices(new NumberRule(), text).Length > 1);
    }
}
