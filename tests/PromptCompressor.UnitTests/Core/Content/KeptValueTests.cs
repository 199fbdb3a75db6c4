using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.VisualBasic.FileIO;
using PromptCompressor.Core.Content;
using PromptCompressor.Core.Content.Blocks;
using YamlDotNet.RepresentationModel;

namespace PromptCompressor.UnitTests.Core.Content;

/// <summary>What is left of data parses, and is the original's: read by parsers that the product does not use.</summary>
public sealed class KeptValueTests
{
    private static readonly Gen<string> Cell = Gen.OneOf(
        Gen.Int[0, 900].Select(i => i.ToString(CultureInfo.InvariantCulture)), Gen.Double[0, 90].Select(d => d.ToString("f2", CultureInfo.InvariantCulture)), Gen.OneOf("", "null", "open", "paid", "Lind", "a, b", "say \"no\"", "two\nlines", "ünïcode", " blank "));

    [Fact]
    public void Json_AnyRecords_KeptOnesAreTheirs() =>
        Gen.Select(Gen.Int[8, 60], Gen.Int[2, 5], Gen.Bool, Gen.Bool, Cell.Array[300], Gen.Double[0.1, 0.9]).Sample(
            (rows, columns, alike, indented, cells, rate) =>
            {
                var records = new JsonArray([.. Enumerable.Range(0, rows).Select(row =>
                {
                    var record = new JsonObject { ["id"] = row, ["user"] = new JsonObject { ["login"] = cells[row], ["tags"] = new JsonArray(cells[row + 1], row) } };
                    for (var c = 0; c < (alike ? columns : 1 + (row % columns)); c++)
                    {
                        record[$"c{c}"] = cells[((row * columns) + c) % cells.Length];
                    }

                    return (JsonNode)record;
                })]);
                var text = records.ToJsonString(new JsonSerializerOptions { WriteIndented = indented });
                var kept = Records(JsonNode.Parse(ContentReducer.Reduce(text, ContentKind.Json, (int)(rate * ContentTexts.Count(text)), ContentTexts.Options).Text)!, out var omitted);

                Assert.Equal(rows, kept.Count + omitted);
                var originals = records.ToDictionary(record => (int)record!["id"]!, record => record!);
                Assert.All(kept, record => Assert.True(JsonNode.DeepEquals(originals[(int)record["id"]!], record), record.ToJsonString()));
                Assert.Equal(kept.Select(record => (int)record["id"]!).Order(), kept.Select(record => (int)record["id"]!));
            },
            iter: 300);

    [Fact]
    public void Csv_AnyRows_KeptOnesAreTheirs() =>
        Gen.Select(Gen.Int[12, 80], Gen.Int[3, 6], Gen.Char[",;\t"], Gen.OneOf("\n", "\r\n"), Cell.Array[500], Gen.Double[0.1, 0.9]).Sample(
            (rows, columns, delimiter, end, cells, rate) =>
            {
                // Without quotes a tab has no way to stand in a cell, nor has a line end.
                string Write(string cell) => delimiter == '\t' ? cell.Replace('\n', ' ').Replace("\"", "", StringComparison.Ordinal) : cell.AsSpan().ContainsAny(",;\"\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
                var table = Enumerable.Range(0, rows).Select(row => Enumerable.Range(0, columns).Select(c => c == 0 ? row.ToString(CultureInfo.InvariantCulture) : Write(cells[((row * columns) + c) % cells.Length])));
                var text = string.Concat(table.Prepend(Enumerable.Range(0, columns).Select(c => $"head{c}")).Select(row => string.Join(delimiter, row) + end));
                var reduced = ContentReducer.Reduce(text, ContentKind.Csv, (int)(rate * ContentTexts.Count(text)), ContentTexts.Options).Text;

                var (before, after) = (Parse(text, delimiter), Parse(reduced, delimiter));
                Assert.Equal(before[0], after[0]);
                var marks = after.Where(row => row.Length == 1 && OmissionMark.IsMark(row[0])).ToList();
                Assert.Equal(before.Count, after.Count - marks.Count + marks.Sum(mark => int.Parse(mark[0].AsSpan(1, mark[0].IndexOf(' ', StringComparison.Ordinal) - 1), NumberStyles.None, CultureInfo.InvariantCulture)));
                Assert.All(after.Skip(1).Except(marks), row => Assert.Equal(before[1 + int.Parse(row[0], NumberStyles.None, CultureInfo.InvariantCulture)], row));
            },
            iter: 300);

    [Fact]
    public void Yaml_OfACluster_IsTheSameButForWhatTheClusterWrote() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[4, 30], Gen.Bool, Gen.Bool, Gen.OneOf("a", "say: \\\"no\\\"", "# none", "012", "no")).Sample(
            (items, fields, isIndented, isCopied, value) =>
            {
                var lead = isIndented ? "  " : "";
                var text = string.Join("---\n", Enumerable.Range(0, items).Select(item =>
                    $"apiVersion: v1\nkind: Service\nmetadata:\n  name: s{item}\n"
                    + (isCopied ? "  annotations:\n    note: \"" + value + "\"\n    kubectl.kubernetes.io/last-applied-configuration: |\n      {\"kind\":\"Service\",\"text\":\"" + new string('x', 500) + "\"}\n" : "")
                    + "  managedFields:\n" + string.Concat(Enumerable.Range(0, fields).Select(i => Samples.Line($"  {lead}- manager: m{i}\n  {lead}  fieldsV1:\n  {lead}    f:spec:\n  {lead}      k:{{\"port\":{i}}}:\n  {lead}        .: {{}}\n")))
                    + $"  uid: u{item}\nspec:\n  text: |\n    managedFields:\n      - of a text\n  value: \"{value}\"\n"));
                var reduced = ContentTexts.Reduce(text, 0.2);

                var (before, after) = (Documents(text), Documents(reduced));
                Assert.DoesNotContain("manager: m0", reduced, StringComparison.Ordinal);
                foreach (var metadata in before.Select(document => (YamlMappingNode)document["metadata"]))
                {
                    metadata.Children.Remove("managedFields");
                    (metadata.Children.TryGetValue("annotations", out var annotations) ? (YamlMappingNode)annotations : null)?.Children.Remove("kubectl.kubernetes.io/last-applied-configuration");
                }

                Assert.Equal(before, after);
            },
            iter: 100);

    private static List<YamlMappingNode> Documents(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(document => (YamlMappingNode)document.RootNode)];
    }

    private static List<string[]> Parse(string text, char delimiter)
    {
        using var parser = new TextFieldParser(new StringReader(text)) { Delimiters = [delimiter.ToString()], HasFieldsEnclosedInQuotes = delimiter != '\t', TrimWhiteSpace = false };
        var rows = new List<string[]>();
        while (parser.ReadFields() is { } row)
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>The records of an array, or of the table that stands for one.</summary>
    private static List<JsonObject> Records(JsonNode node, out int omitted)
    {
        if (node is JsonArray array)
        {
            omitted = array.Sum(element => (int?)element![OmissionMark.JsonMember] ?? 0);
            return [.. array.Select(element => element!.AsObject()).Where(element => !element.ContainsKey(OmissionMark.JsonMember))];
        }

        omitted = (int?)node["omitted_rows"] ?? 0;
        Assert.Equal((int)node["count"]!, omitted + node["rows"]!.AsArray().Count);
        var columns = node["columns"]!.AsArray().Select(column => (string)column!).ToList();
        var all = node["all_rows"]?.AsObject().ToList() ?? [];
        return [.. node["rows"]!.AsArray().Select(row =>
        {
            var record = new JsonObject();
            foreach (var (name, value) in columns.Zip(row!.AsArray()).Select(cell => (cell.First, cell.Second)).Concat(all.Select(member => (member.Key, member.Value))))
            {
                var path = name.Split('.');
                var target = record;
                foreach (var step in path[..^1])
                {
                    target[step] ??= new JsonObject();
                    target = target[step]!.AsObject();
                }

                target[path[^1]] = value?.DeepClone();
            }

            return record;
        })];
    }
}
