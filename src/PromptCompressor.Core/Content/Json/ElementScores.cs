using PromptCompressor.Core.Content.Records;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Content.Json;

/// <summary>Which elements of an array say something that the others do not.</summary>
internal static class ElementScores
{
    private const int First = 3;
    private const int Last = 2;

    public static ContentRecord[] OfObjects(JsonTree tree, JsonTable? table, int[] elements, Func<string, double>? relevance)
    {
        var rows = table is null ? Flat(tree, elements) : [.. table.Rows.Select(row => row.Select(cell => (string?)Plain(tree, cell)).ToArray())];
        var signals = new RowSignals(rows, rows.Count == 0 ? 0 : rows[0].Length, First, Last);
        return [.. elements.Select((element, i) =>
        {
            var node = tree.Nodes[element];
            var (score, required) = signals.Of(i, relevance is null ? 0 : relevance(tree.Raw(element).ToString()));
            return new ContentRecord(new TextSpan(node.Start, node.End), score, required);
        })];
    }

    public static ContentRecord[] OfNumbers(JsonTree tree, int[] elements)
    {
        string?[][] rows = [.. elements.Select(e => new string?[] { tree.Raw(e).ToString() })];
        var signals = new RowSignals(rows, 1, First + 2, Last + 1);
        return [.. elements.Select((element, i) => new ContentRecord(new TextSpan(tree.Nodes[element].Start, tree.Nodes[element].End), signals.Of(i, 0).Score, false))];
    }

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
