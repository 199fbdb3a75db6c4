using PromptCompressor.Engine.Llmlingua;

namespace PromptCompressor.UnitTests.Engine.Llmlingua;

public sealed class PythonTextTests
{
    [Theory]
    [InlineData("()", true)]
    [InlineData("./", true)]
    [InlineData("<=", true)]
    [InlineData("+,", true)]
    [InlineData(".", true)]
    [InlineData("...", false)]
    [InlineData("--", false)]
    [InlineData("'s", false)]
    [InlineData("##", false)]
    [InlineData("。", false)]
    public void IsInPunctuation_IsASubstringTest(string token, bool expected) => Assert.Equal(expected, PythonText.IsInPunctuation(token));

    [Theory]
    [InlineData("a1", true)]
    [InlineData("٣", true)]
    [InlineData("½", false)]
    [InlineData("一", false)]
    [InlineData("", false)]
    public void HasDigit_TakesDecimalDigitsOfAllScripts(string token, bool expected) => Assert.Equal(expected, PythonText.HasDigit(token));

    [Theory]
    [InlineData("It's 3.5, isn't it?", "It|s|3|5|isn|t|it|?")]
    [InlineData("a_b-c  d", "a_b|-|c|d")]
    [InlineData("你好。世界", "你好|世界")]
    [InlineData("e\u0301t", "e|t")]
    [InlineData("x² ⅷ", "x²|ⅷ")]
    [InlineData("..,'", "")]
    [InlineData("a[0]={\"b\":1}", "a|0|=|{|\"|b|\"|:|1|}")]
    public void Words_AreThoseOfTheRegularExpression(string text, string expected) => Assert.Equal(expected, string.Join('|', PythonText.Words(text)));

    [Theory]
    [InlineData(2, "2.0")]
    [InlineData(2.25, "2.2")]
    [InlineData(2.75, "2.8")]
    [InlineData(0.15, "0.1")]
    [InlineData(0.35, "0.3")]
    [InlineData(62.25, "62.2")]
    [InlineData(-0.01, "-0.0")]
    [InlineData(1234.56, "1234.6")]
    public void OneDecimal_IsPythonsFormat(double value, string expected) => Assert.Equal(expected, PythonText.OneDecimal(value));
}
