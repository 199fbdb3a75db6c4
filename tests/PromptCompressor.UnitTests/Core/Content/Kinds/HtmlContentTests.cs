using PromptCompressor.Core.Content.Kinds;

namespace PromptCompressor.UnitTests.Core.Content.Kinds;

public sealed class HtmlContentTests
{
    [Fact]
    public void Page_IsItsText()
    {
        const string Page = """
            <!DOCTYPE html><html><head><title>Limits &amp; more</title><style>.a{color:red}</style><script>if (a<b) track("</p>");</script></head>
            <body><nav><ul><li><a href="/x">Home</a></li><li><a href="/y">Docs</a></li></ul></nav><!-- <p>not this</p> -->
            <main><h1>Limits</h1><p>Every key may send <b>600</b> requests, see <a href="/docs/keys">the keys</a>.<br>It is &lt;not&gt; more.</p>
            <ol><li>One</li><li>Two <i>words</i></li></ol>
            <table><tr><th>Plan</th><th>Per minute</th></tr><tr><td>Free</td><td>60</td></tr><tr><td>Team</td><td></td></tr></table>
            <pre>  a {
                b: 1
              }</pre><p>And this is a paragraph that is long enough for a page to be worth more without its navigation than with it, which needs some two hundred characters of text in all.</p></main>
            <footer><a href="/z">Terms</a></footer></body></html>
            """;
        Assert.Equal(
            """
            Limits & more
            # Limits
            Every key may send 600 requests, see the keys (/docs/keys).
            It is <not> more.
            1. One
            2. Two words
            Plan | Per minute
            Free | 60
            Team |
              a {
                b: 1
              }
            And this is a paragraph that is long enough for a page to be worth more without its navigation than with it, which needs some two hundred characters of text in all.
            [3 navigation links omitted]
            """, HtmlContent.MainText(Page).TrimEnd());
    }

    [Theory]
    [InlineData("<html><body><div>Only this.</div></body></html>", "Only this.")]
    [InlineData("<html><body><nav><a href='/a'>All is navigation</a></nav></body></html>", "All is navigation (/a)")]
    [InlineData("<html><body><script>x()</script></body></html>", "<html><body><script>x()</script></body></html>")]
    [InlineData("<html><body><p title=\"never closed>text</p></body></html>", "<html><body><p title=\"never closed>text</p></body></html>")]
    public void Page_WithLittleInIt_IsNeverEmpty(string page, string text) => Assert.Equal(text, HtmlContent.MainText(page));

    [Theory]
    [InlineData("<table><tr><td></td><td>5</td></tr></table>", "| 5")]
    [InlineData("<table><tr><td>a</td><td></td><td>5</td></tr></table>", "a | | 5")]
    [InlineData("<table><tr><td rowspan=2>A</td><td>1</td></tr><tr><td>2</td></tr><tr><td>B</td><td>3</td></tr></table>", "A | 1\n| 2\nB | 3")]
    [InlineData("<table><tr><td>A</td><td rowspan=\"2\">1</td></tr><tr><td>B</td></tr></table>", "A | 1\nB |")]
    [InlineData("<table><tr><th colspan=2>Price</th><th>Users</th></tr><tr><td>9</td><td>11</td><td>5</td></tr></table>", "Price | | Users\n9 | 11 | 5")]
    public void Cells_StandInTheirColumns(string table, string rows) => Assert.Equal(rows, HtmlContent.MainText("<html><body>" + table + "</body></html>"));

    /// <summary>The signs of cells that reach over a thousand others would be longer than any memory.</summary>
    [Fact]
    public void Cells_OverThousandsOfOthers_LeaveThePage()
    {
        var page = "<html><table><tr>" + string.Concat(Enumerable.Repeat("<td colspan=1000 rowspan=1000>", 400)) + "</tr>" + string.Concat(Enumerable.Repeat("<tr></tr>", 999)) + "</table></html>";
        Assert.Equal(page, HtmlContent.MainText(page));
    }

    [Fact]
    public void Row_WithoutACellOfItsOwn_HasNoSigns() =>
        Assert.Equal("A | 1\nB | 3", HtmlContent.MainText("<html><body><table><tr><td rowspan=2>A</td><td rowspan=2>1</td></tr><tr></tr><tr><td>B</td><td>3</td></tr></table></body></html>"));

    [Theory]
    [InlineData("<p>10<sup>6</sup> rows of 5 m<sup>2</sup></p>", "10^6 rows of 5 m^2")]
    [InlineData("<p>Now <s>9.90</s> 7.90</p>", "Now ~~9.90~~ 7.90")]
    [InlineData("<ol start=3><li>Pay<ul><li>by card</li><li>by invoice</li></ul></li><li>Wait</li></ol>", "3. Pay\n  - by card\n  - by invoice\n4. Wait")]
    [InlineData("<select><option>One</option><option selected>Two</option></select>", "( ) One\n(•) Two")]
    [InlineData("<p><input type=checkbox checked> sent</p><p><input type=checkbox> paid</p>", "[✓] sent\n[ ] paid")]
    [InlineData("<p>Mail <input name=mail value=\"ops@a.example\"> <input type=submit value=Save></p>", "Mail (mail: ops@a.example) Save")]
    [InlineData("<label>Seats <input type=number id=seats value=12></label><input type=hidden name=csrf value=9f3a><input type=password name=pin value=4711>", "Seats (seats: 12)")]
    [InlineData("<p><input name=town placeholder=\"such as Lund\"></p>", "(town: )")]
    [InlineData("<select name=plan><option>Free</option><option selected>Team</option></select>", "plan:\n( ) Free\n(•) Team")]
    [InlineData("<textarea name=note>Call before noon &amp; ask for Lind</textarea><p>Send</p>", "note: Call before noon & ask for Lind\nSend")]
    [InlineData("<table><tr><td>Plan</td><td><select><option selected>Team</option><option>Free</option></select></td></tr></table>", "Plan | (•) Team ( ) Free")]
    [InlineData("<p>In stock</p><div style=\"display: none\"><div>Sold out</div></div><p hidden>Old</p><p>Buy</p>", "In stock\nBuy")]
    public void Marks_ThatChangeWhatIsSaid_AreText(string body, string text) => Assert.Equal(text, HtmlContent.MainText("<html><body>" + body + "</body></html>"));
}
