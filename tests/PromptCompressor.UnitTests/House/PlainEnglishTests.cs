using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PromptCompressor.Server.Configuration;
using PromptCompressor.TestSupport;

namespace PromptCompressor.UnitTests.House;

/// <summary>What users read about a field or a setting stands by itself: a whole phrase, and a number with its unit.</summary>
public sealed partial class PlainEnglishTests
{
    private const int FewestWords = 3;

    [Fact]
    public void ApiDescriptions_AreWholePhrases()
    {
        var described = Described(Document()["components"]!, "").ToArray();

        Assert.True(described.Length > 300);
        Assert.All(described, entry => Assert.True(IsPhrase(entry.Text), $"{entry.Path}: {entry.Text}"));
    }

    [Fact]
    public void ApiNumbers_NameTheirUnit()
    {
        var numbers = Document()["components"]!["schemas"]!.AsObject()
            .SelectMany(schema => schema.Value!["properties"]?.AsObject() ?? [], (schema, property) => (Path: $"{schema.Key}.{property.Key}", Schema: property.Value!))
            .Where(property => TypesOf(property.Schema).Any(type => type is "integer" or "number"))
            .ToArray();

        Assert.NotEmpty(numbers);
        Assert.All(numbers, number => Assert.True(Unit().IsMatch((string)number.Schema["description"]!), $"{number.Path}: {number.Schema["description"]}"));
    }

    [Fact]
    public void Operations_SayWhatTheyDo()
    {
        var operations = Document()["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject(), (path, operation) => (path.Key, Operation: operation.Value!)).ToArray();

        Assert.NotEmpty(operations);
        Assert.All(operations, operation =>
        {
            Assert.True(IsPhrase($"{operation.Operation["summary"]}."), $"{operation.Key}: {operation.Operation["summary"]}");
            Assert.True(IsPhrase((string)operation.Operation["description"]!), $"{operation.Key}: {operation.Operation["description"]}");
        });
    }

    [Fact]
    public void Settings_AreWholePhrasesAndNameTheirUnit()
    {
        Assert.All(OptionsTable.All(), setting => Assert.True(IsPhrase(setting.Meaning), $"{setting.Key}: {setting.Meaning}"));
        Assert.All(
            OptionsTable.All().Where(setting => double.TryParse(setting.Default.Trim('`'), System.Globalization.CultureInfo.InvariantCulture, out _)),
            setting => Assert.True(Unit().IsMatch(setting.Meaning), $"{setting.Key}: {setting.Meaning}"));
    }

    [Fact]
    public void Comments_DoNotBeginInTheMiddleOfASentence()
    {
        string[] projects = ["PromptCompressor.Core", "PromptCompressor.Engine", "PromptCompressor.Server"];
        var found = projects
            .SelectMany(project => Directory.EnumerateFiles(Path.Combine(TestPaths.Root, "src", project), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => File.ReadLines(file).Where(line => FragmentInComment().IsMatch(line)), (file, line) => $"{Path.GetFileName(file)}: {line.Trim()}");

        Assert.Empty(found);
    }

    private static bool IsPhrase(string text) =>
        text.EndsWith('.') && text.Split(' ').Length >= FewestWords && (char.IsUpper(text[0]) || text[0] == '`') && !Fragment().IsMatch(text) && !Somebody().IsMatch(text);

    private static JsonNode Document() => JsonNode.Parse(File.ReadAllText(Path.Combine(TestPaths.Root, "openapi.json")))!;

    private static IEnumerable<(string Path, string Text)> Described(JsonNode? node, string path) => node switch
    {
        JsonObject fields => fields.SelectMany(field => field is { Key: "description", Value: JsonValue text } ? [(path, (string)text!)] : Described(field.Value, $"{path}/{field.Key}")),
        JsonArray items => items.SelectMany((item, index) => Described(item, $"{path}/{index}")),
        _ => [],
    };

    private static IEnumerable<string> TypesOf(JsonNode schema) => schema["type"] switch
    {
        JsonArray types => types.Select(type => (string)type!),
        { } type => [(string)type!],
        null => [],
    };

    [GeneratedRegex(@"^(Of|As|Who|Whom|Whose|Told|Nobody)\b")]
    private static partial Regex Fragment();

    /// <summary>Machines are no persons.</summary>
    [GeneratedRegex(@"\b(who|whom|nobody|whoever)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Somebody();

    [GeneratedRegex("<(summary|param [^>]*|returns)>(Of|As|Who|Whom|Whose|Told|Nobody) ")]
    private static partial Regex FragmentInComment();

    [GeneratedRegex(
        @"\b([Nn]umber|tokens?|characters|bytes|MiB|[Mm]illiseconds|[Ss]econds|[Mm]inutes|[Ss]hare|probability|status|SHA|[Pp]osition|[Ii]nd(ex|ices)|log-odds|[Pp]rice|label|values)\b")]
    private static partial Regex Unit();
}
