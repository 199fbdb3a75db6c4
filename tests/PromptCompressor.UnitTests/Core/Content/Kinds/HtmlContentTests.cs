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
            - One
            - Two words
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
}
