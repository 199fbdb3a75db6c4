using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Content.Records;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Content.Json;

/// <summary>Which elements of an array say something that the others do not.</summary>
internal static class ElementScores
{
    public static ContentRecord[] OfObjects(JsonTree tree, JsonTable? table, int[] elements, ContentOptions options)
    {
        var rows = table is null ? Flat(tree, elements) : [.. table.Rows.Select(row => row.Select(cell => (string?)Plain(tree, cell)).ToArray())];
        var signals = new RowSignals(rows, rows.Count == 0 ? 0 : rows[0].Length);
        return [.. elements.Select((element, i) =>
        {
            var (score, required) = signals.Of(i, options.RelevanceOf(tree.Raw(element)));
            return new ContentRecord(SpanOf(tree, element), score, required);
        })];
    }

    public static ContentRecord[] OfNumbers(JsonTree tree, int[] elements)
    {
        string?[][] rows = [.. elements.Select(e => new string?[] { tree.Raw(e).ToString() })];
        var signals = new RowSignals(rows, 1, RowSignals.First + 2, RowSignals.Last + 1);
        return [.. elements.Select((element, i) => new ContentRecord(SpanOf(tree, element), signals.Of(i, 0).Score, false))];
    }

    private static TextSpan SpanOf(JsonTree tree, int node) => new(tree.Nodes[node].Start, tree.Nodes[node].End);

    private static string Plain(JsonTree tree, int node) =>
        (tree.Nodes[node].Type == JsonType.String ? tree.Raw(node)[1..^1] : tree.Raw(node)).ToString();

    /// <summary>Rows of objects with other keys here and there: a column for each key, in order of first appearance.</summary>
    private static List<string?[]> Flat(JsonTree tree, int[] elements)
    {
        const int MaxColumns = 64;
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var element in elements)
        {
            foreach (var member in tree.ChildrenOf(element))
            {
                if (columns.Count < MaxColumns)
                {
                    columns.TryAdd(tree.Key(member).ToString(), columns.Count);
                }
            }
        }

        return [.. elements.Select(element =>
        {
            var row = new string?[columns.Count];
            foreach (var member in tree.ChildrenOf(element))
            {
                if (columns.TryGetValue(tree.Key(member).ToString(), out var column))
                {
                    row[column] = Plain(tree, member);
                }
            }

            return row;
        })];
    }
}
