using PromptCompressor.Core.Content;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.UnitTests.Core.Content.Kinds;

public sealed class CodeOutlineTests
{
    private const string Body = "        var a = Load(id);\n        a.Check();\n        a.Save();\n        return a.Total;\n";

    [Fact]
    public void Code_WithoutTheOption_IsAsItCame()
    {
        var text = string.Concat(Enumerable.Repeat("    public int Total(string id)\n    {\n" + Body + "    }\n", 10));
        Assert.Equal(text, ContentReducer.Reduce(text, ContentKind.Code, 1, ContentTexts.Options).Text);
    }

    [Fact]
    public void CSharp_BodiesGo_SignaturesAndTypesStay()
    {
        const string Text = "using System;\n\nnamespace Acme\n{\n    /// <summary>Loads { it.</summary>\n    [Serializable]\n    public sealed class Loader\n    {\n        private const string Json = \"\"\"{ \"a\": \"b\" }}}\"\"\";\n        private readonly string _path = @\"C:\\{x\";\n\n"
            + "        public int Total(string id, char c = '{')\n        {\n            // } a comment with a brace\n            var text = $\"{{{id}}}\";\n            if (text.Length > 0)\n            {\n                return 1;\n            }\n\n            return 0; /* } */\n        }\n\n        public int Short() => 1;\n    }\n\n    public enum State\n    {\n        Open,\n        Paid,\n        Shipped,\n        Returned,\n    }\n}\n";
        Assert.Equal(
            "using System;\n\nnamespace Acme\n{\n    /// <summary>Loads { it.</summary>\n    [Serializable]\n    public sealed class Loader\n    {\n        private const string Json = \"\"\"{ \"a\": \"b\" }}}\"\"\";\n        private readonly string _path = @\"C:\\{x\";\n\n"
            + "        public int Total(string id, char c = '{')\n        {\n            // [lines 14-21 omitted]\n        }\n\n        public int Short() => 1;\n    }\n\n    public enum State\n    {\n        Open,\n        Paid,\n        Shipped,\n        Returned,\n    }\n}\n",
            Outline(Text, 0));
    }

    [Fact]
    public void Fence_StaysAndLinesCountFromTheFirstOfCode()
    {
        var text = "```cs\nint A()\n{\n" + Body + Body + "}\n```\n";
        Assert.Equal("```cs\nint A()\n{\n        // [lines 3-10 omitted]\n}\n```\n", Outline(text, 0));
    }

    [Fact]
    public void JavaScript_TemplateInATemplate_AndRegularExpressions_AreNoBraces() =>
        Assert.Equal(
            "const url = \"https://a.example/*\";\nexport function a(x) {\n  // [lines 3-7 omitted]\n}\nconst b = async (x) => {\n  // [lines 10-14 omitted]\n};\n",
            Outline("const url = \"https://a.example/*\";\nexport function a(x) {\n  const t = `{ ${x.map((y) => `}${y}`).join(\"}\")} # no comment`;\n  const r = /[}/{]+\\/}/g;\n  const u = 'http://x';\n  const half = x.length / 2;\n  return t + r + u + half;\n}\nconst b = async (x) => {\n  await x.one();\n  await x.two();\n  await x.three();\n  await x.four();\n  return x;\n};\n", 0));

    [Fact]
    public void Rust_LifetimesAndCharacters_AreToldApart() =>
        Assert.Equal(
            "impl<'a> Parser<'a> {\n    pub fn next(&'a self, c: char) -> &'a str {\n        // [lines 3-7 omitted]\n    }\n}\n",
            Outline("impl<'a> Parser<'a> {\n    pub fn next(&'a self, c: char) -> &'a str {\n        if c == '{' || c == '\\'' {\n            return r#\"a \"{ b\"#;\n        }\n        let x: &'a str = \"}\";\n        x\n    }\n}\n", 0));

    [Fact]
    public void Python_StringsWithCodeInThem_AreStrings() =>
        Assert.Equal(
            "import os\n\nTEMPLATE = \"\"\"\ndef not_this(a):\n    pass\n    # no comment\n    more\n    lines\n\"\"\"\n\n@cached\ndef load(\n    store,  # where from: here\n    since=None,\n):\n    # [lines 16-21 omitted]\n\n\nclass A:\n    limit = 3\n\n    async def b(self):\n        # [lines 28-31 omitted]\n",
            Outline("import os\n\nTEMPLATE = \"\"\"\ndef not_this(a):\n    pass\n    # no comment\n    more\n    lines\n\"\"\"\n\n@cached\ndef load(\n    store,  # where from: here\n    since=None,\n):\n    text = \"\"\"\nleft\n\"\"\"\n    for row in store:\n        print(row, '#')\n    return text\n\n\nclass A:\n    limit = 3\n\n    async def b(self):\n        await self.one()\n        await self.two()\n        await self.three()\n        return 1\n", 0));

    [Theory]
    [InlineData("int A()\n{\n    one();\n    two();\n    three();\n    four(\"never closed);\n}\n")]
    [InlineData("int A()\n{\n    one();\n    two();\n    three();\n    if (x) {\n}\n")]
    [InlineData("}\nint A()\n{\n    one();\n    two();\n    three();\n    four();\n}\n")]
    public void Code_ThatDoesNotBalance_IsAsItCame(string text) => Assert.Equal(text, Outline(text, 0));

    [Fact]
    public void Body_ThatWasAskedFor_Stays()
    {
        var text = "int A()\n{\n" + Body + "}\nint B()\n{\n" + Body.Replace("Check", "Refund", StringComparison.Ordinal) + "}\n";
        var options = ContentTexts.Options with { CountTokens = t => t.Length, Outline = true, Relevance = record => record.Contains("Refund", StringComparison.Ordinal) ? 1 : 0 };
        Assert.Equal(text.Replace(Body, "        // [lines 3-6 omitted]\n", StringComparison.Ordinal), ContentReducer.Reduce(text, ContentKind.Code, text.Length - 50, options).Text);
    }

    private static string Outline(string text, int target) =>
        ContentReducer.Reduce(text, ContentKind.Code, target, ContentTexts.Options with { CountTokens = t => t.Length, Outline = true }).Text;
}
