using System.Xml.Linq;
using PromptCompressor.Core.Content;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.UnitTests.Core.Content.Kinds;

public sealed class XmlContentTests
{
    [Fact]
    public void Feed_WholeElementsGo_AndItStaysXml()
    {
        var text = "<?xml version=\"1.0\"?>\n<feed>\n" + string.Concat(Enumerable.Range(0, 40).Select(i => Samples.Line($"  <entry id=\"{i}\">\n    <title>Text {i % 3}</title>\n  </entry>\n"))) + "</feed>\n";
        var reduced = ContentTexts.Reduce(text, 0.3);
        var feed = XDocument.Parse(reduced).Root!;
        Assert.InRange(feed.Elements("entry").Count(), 5, 15);
        Assert.Contains(feed.Nodes().OfType<XComment>(), c => c.Value.EndsWith(" entry elements omitted] ", StringComparison.Ordinal));
    }

    [Fact]
    public void JUnit_FailuresStay()
    {
        var text = "<testsuite tests=\"60\" failures=\"1\">\n" + string.Concat(Enumerable.Range(0, 60).Select(i => i == 33
            ? "  <testcase name=\"total\">\n    <failure message=\"expected 3\">at A.b(A.java:1)</failure>\n  </testcase>\n"
            : Samples.Line($"  <testcase name=\"case{i}\" time=\"0.0{i % 9}\"/>\n"))) + "</testsuite>\n";
        var reduced = ContentTexts.Reduce(text, 0.2);
        Assert.Equal("expected 3", (string?)XDocument.Parse(reduced).Descendants("failure").Single().Attribute("message"));
    }

    [Fact]
    public void Feed_BlanksBetweenTags_GoWithoutALoss()
    {
        var text = "<?xml version=\"1.0\"?>\n<feed xmlns=\"urn:x\">\n" + string.Concat(Enumerable.Range(0, 20).Select(i => Samples.Line($"  <entry id='{i}' more=\"a &gt; b > c\">\n    <!-- note {i} -->\n    <title> Text\n of {i} </title>\n    <empty> </empty>\n    <none/>\n  </entry>\n"))) + "</feed>\n";
        var reduction = ContentReducer.Reduce(text, ContentKind.Xml, 0, ContentTexts.Options with { OmitRecords = false, CountTokens = t => t.Length });
        Assert.Equal(["xml_blanks"], reduction.Methods);
        Assert.True(reduction.Lossless);
        Assert.True(XNode.DeepEquals(XDocument.Parse(text), XDocument.Parse(reduction.Text)));
        Assert.Contains("\n<entry id='0' more=\"a &gt; b > c\"><!-- note 0 --><title> Text\n of 0 </title><empty> </empty><none/></entry>\n", reduction.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<b>one <i>mixed</i> text</b>")]
    [InlineData("<b xml:space=\"preserve\">\n  <i>1</i>\n  </b>")]
    [InlineData("<b>\n<i>not closed</b>")]
    public void Feed_WhoseBlanksMayCount_KeepsThem(string last)
    {
        var text = "<feed>\n" + string.Concat(Enumerable.Range(0, 20).Select(i => Samples.Line($"  <entry>\n    <title>Text {i}</title>\n  </entry>\n"))) + last + "\n</feed>\n";
        Assert.Equal(text, ContentReducer.Reduce(text, ContentKind.Xml, 0, ContentTexts.Options with { OmitRecords = false }).Text);
    }

    [Fact]
    public void Feed_AttributeFarFromTheOthers_Stays()
    {
        var text = "<feed>\n" + string.Concat(Enumerable.Range(0, 60).Select(i => Samples.Line($"  <entry id=\"{i}\" price=\"{(i == 41 ? 98000 : 40 + (i % 9))}\"/>\n"))) + "</feed>\n";
        Assert.Contains("<entry id=\"41\" price=\"98000\"/>", ContentTexts.Reduce(text, 0.2), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<a>\n  <b>one <i>mixed</i> text</b>\n  <b><![CDATA[ <b> ]]></b>\n</a>\n")]
    [InlineData("<Project>\n  <PropertyGroup>\n    <A>1</A>\n    <B>2</B>\n  </PropertyGroup>\n</Project>\n")]
    public void OtherXml_IsAsItCame(string text)
    {
        var padded = text.Replace("<a>", "<a>" + new string(' ', 300), StringComparison.Ordinal);
        Assert.Equal(padded, ContentReducer.Reduce(padded, ContentKind.Xml, 1, ContentTexts.Options with { CountTokens = t => t.Length }).Text);
    }

    [Theory]
    [InlineData("project")]
    [InlineData("Project")]
    [InlineData("configuration")]
    public void Xml_ThatConfigures_StaysAsItCame(string root)
    {
        var text = $"<?xml version=\"1.0\"?>\n<{root}>\n  <items>\n" + string.Concat(Enumerable.Range(0, 40).Select(i => Samples.Line($"    <item>\n      <name>part-{i}</name>\n    </item>\n"))) + $"  </items>\n</{root}>\n";
        Assert.Equal(text, ContentTexts.Reduce(text, 0.2));
    }
}
