using System.Globalization;
using System.Text;

namespace PromptCompressor.Core.Content.Json;

/// <summary>
/// An array of objects with the same keys in the same order, as columns and rows: the keys are said once. Cells are the
/// bytes of their values. A member that is an object of the same keys in every row becomes columns with a dot.
/// </summary>
internal sealed class JsonTable
{
    public const int FewestRows = 5;

    private const int MaxColumns = 200;
    private const int MaxNesting = 3;

    private readonly JsonTree _tree;
    private readonly List<string> _columns;
    private readonly List<int[]> _rows;
    private readonly Lazy<int[]> _equal;

    private JsonTable(JsonTree tree, List<string> columns, List<int[]> rows)
    {
        (_tree, _columns, _rows) = (tree, columns, rows);
        _equal = new(EqualColumns);
    }

    public int Columns => _columns.Count;

    public IReadOnlyList<int[]> Rows => _rows;

    /// <summary>The table of an array; null where its elements are not alike.</summary>
    public static JsonTable? Of(JsonTree tree, int array)
    {
        var elements = tree.ChildrenOf(array).ToArray();
        if (elements.Length < FewestRows || elements.Any(e => tree.Nodes[e].Type != JsonType.Object) || !SameKeys(tree, elements))
        {
            return null;
        }

        // A key with a dot of its own could not be told from a column of a member.
        var nests = !tree.ChildrenOf(elements[0]).Any(m => tree.Key(m).Contains('.'));
        var columns = new List<string>();
        var cells = new List<int[]>();
        Add(tree, elements, "", nests ? MaxNesting : 0, columns, cells);
        if (columns.Count > MaxColumns || columns.Distinct(StringComparer.Ordinal).Count() < columns.Count)
        {
            return null;
        }

        var rows = Enumerable.Range(0, elements.Length).Select(row => cells.Select(column => column[row]).ToArray()).ToList();
        return new JsonTable(tree, columns, rows);
    }

    /// <summary>Writes the table with the rows that are kept. Equal columns move to <c>all_rows</c>, the last ones only unless rows are left out, so that the keys keep their order.</summary>
    /// <param name="lineEnd">What stands between rows: nothing where a line is a document.</param>
    public void Write(StringBuilder output, ReadOnlySpan<bool> keep, Action<int, StringBuilder> writeCell, string lineEnd)
    {
        var kept = 0;
        foreach (var one in keep)
        {
            kept += one ? 1 : 0;
        }

        // Keys keep their order where nothing is left out.
        var all = kept < _rows.Count ? _equal.Value : TrailingOf(_equal.Value);
        var own = Enumerable.Range(0, Columns).Except(all).ToArray();
        output.Append("{\"columns\":[").AppendJoin(',', own.Select(column => _columns[column]));
        output.Append(CultureInfo.InvariantCulture, $"],\"count\":{_rows.Count}");
        if (kept < _rows.Count)
        {
            output.Append(CultureInfo.InvariantCulture, $",\"omitted_rows\":{_rows.Count - kept}");
        }

        if (all.Length > 0)
        {
            output.Append(",\"all_rows\":{");
            for (var i = 0; i < all.Length; i++)
            {
                output.Append(i == 0 ? "" : ",").Append(_columns[all[i]]).Append(':');
                writeCell(_rows[0][all[i]], output);
            }

            output.Append('}');
        }

        output.Append(",\"rows\":[").Append(lineEnd);
        var first = true;
        for (var row = 0; row < _rows.Count; row++)
        {
            if (!keep[row])
            {
                continue;
            }

            output.Append(first ? "" : ",").Append(first ? "" : lineEnd).Append('[');
            first = false;
            for (var i = 0; i < own.Length; i++)
            {
                output.Append(i == 0 ? "" : ",");
                writeCell(_rows[row][own[i]], output);
            }

            output.Append(']');
        }

        output.Append(lineEnd).Append("]}");
    }

    /// <summary>Whether an object is such a table already: a second pass leaves it to the byte.</summary>
    public static bool IsTable(JsonTree tree, int node)
    {
        if (tree.Nodes[node].Type != JsonType.Object)
        {
            return false;
        }

        bool columns = false, rows = false;
        foreach (var member in tree.ChildrenOf(node))
        {
            var key = tree.Key(member);
            columns |= key is "\"columns\"";
            rows |= key is "\"rows\"";
            if (key is not ("\"columns\"" or "\"rows\"" or "\"count\"" or "\"all_rows\"" or "\"omitted_rows\"" or "\"original\""))
            {
                return false;
            }
        }

        return columns && rows;
    }

    private static bool SameKeys(JsonTree tree, int[] objects)
    {
        var first = tree.ChildrenOf(objects[0]).ToArray();
        if (first.Length == 0 || first.Select(m => tree.Key(m).ToString()).Distinct(StringComparer.Ordinal).Count() < first.Length)
        {
            return false;
        }

        foreach (var other in objects)
        {
            if (tree.Nodes[other].Count != first.Length)
            {
                return false;
            }

            var at = 0;
            foreach (var member in tree.ChildrenOf(other))
            {
                if (!tree.Key(member).SequenceEqual(tree.Key(first[at++])))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static void Add(JsonTree tree, int[] objects, string prefix, int nesting, List<string> columns, List<int[]> cells)
    {
        var members = objects.Select(o => tree.ChildrenOf(o).ToArray()).ToArray();
        for (var m = 0; m < members[0].Length; m++)
        {
            var values = members.Select(of => of[m]).ToArray();
            var key = tree.Key(values[0]);
            var inner = key[1..^1].ToString();
            if (nesting > 0 && values.All(v => tree.Nodes[v].Type == JsonType.Object) && SameKeys(tree, values)
                && !tree.ChildrenOf(values[0]).Any(c => tree.Key(c).Contains('.')))
            {
                Add(tree, values, prefix + inner + ".", nesting - 1, columns, cells);
            }
            else
            {
                columns.Add($"\"{prefix}{inner}\"");
                cells.Add(values);
            }
        }
    }

    /// <summary>Columns that have one value in all rows; the first column never counts as such.</summary>
    private int[] EqualColumns() => [.. Enumerable.Range(0, Columns).Skip(1).Where(column =>
    {
        var value = _tree.Raw(_rows[0][column]);
        foreach (var row in _rows)
        {
            if (!value.SequenceEqual(_tree.Raw(row[column])))
            {
                return false;
            }
        }

        return true;
    })];

    private int[] TrailingOf(int[] equal) => [.. equal.Where((column, i) => Columns - column == equal.Length - i)];
}
