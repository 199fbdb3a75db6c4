namespace PromptCompressor.Core.Text.Protection.Markdown;

/// <summary>
/// Pipe tables (GitHub Flavored Markdown): a header row and a delimiter row with the same number of cells, then every following line
/// that holds a pipe. Header and delimiter row stay as they are. A body row of short values is kept or dropped as one: a value
/// without the others of its row says nothing. Of a row with prose in it stays what makes its cells: the pipes, the escapes, and
/// a first word where a cell at the edge has no pipe beside it; its words can go.
/// </summary>
internal sealed class MarkdownTableRule : IProtectionRule
{
    public string Name => "markdown_table";

    public void Find(string text, ICollection<ProtectedSpan> found)
    {
        if (!text.Contains('|', StringComparison.Ordinal))
        {
            return;
        }

        var lines = new Lines(text);
        var previous = default(TextSpan);
        while (lines.MoveNext())
        {
            var line = lines.Current;
            if (!IsDelimiterRow(line.Of(text)) || CountCells(previous.Of(text)) != CountCells(line.Of(text)))
            {
                previous = line;
                continue;
            }

            Add(previous.Start, lines.Next, found);
            previous = default;
            while (lines.MoveNext())
            {
                if (!lines.Current.Of(text).Contains('|'))
                {
                    previous = lines.Current;
                    break;
                }

                AddRow(text, lines.Current, found);
            }
        }
    }

    /// <summary>Cells of a row by GFM's rule; 0 for a blank line.</summary>
    internal static int CountCells(ReadOnlySpan<char> row)
    {
        row = row.Trim(" \t");
        if (row.IsEmpty)
        {
            return 0;
        }

        var pipes = 0;
        var lastIsPipe = false;
        for (var i = 0; i < row.Length; i++)
        {
            lastIsPipe = row[i] == '|';
            pipes += lastIsPipe ? 1 : 0;
            i += row[i] == '\\' ? 1 : 0;
        }

        return pipes + 1 - (row[0] == '|' ? 1 : 0) - (lastIsPipe && row.Length > 1 ? 1 : 0);
    }

    private static bool IsDelimiterRow(ReadOnlySpan<char> row)
    {
        row = row.Trim(" \t");
        if (row.IndexOfAnyExcept("|-: \t") >= 0 || !row.Contains('|') || !row.Contains('-'))
        {
            return false;
        }

        row = row[0] == '|' ? row[1..] : row;
        row = row.EndsWith('|') ? row[..^1] : row;
        foreach (var range in row.Split('|'))
        {
            var cell = row[range].Trim(" \t");
            cell = cell.StartsWith(':') ? cell[1..] : cell;
            cell = cell.EndsWith(':') ? cell[..^1] : cell;
            if (cell.IsEmpty || cell.IndexOfAnyExcept('-') >= 0)
            {
                return false;
            }
        }

        return true;
    }

    private void AddRow(string text, TextSpan row, ICollection<ProtectedSpan> found)
    {
        if (HasProse(row.Of(text)))
        {
            AddCellEdges(text, row, found);
        }
        else
        {
            found.Add(new ProtectedSpan(row, ProtectionKind.Whole, Name));
        }
    }

    private static bool HasProse(ReadOnlySpan<char> row)
    {
        foreach (var cell in row.Split('|'))
        {
            if (Prose.IsLikely(row[cell]))
            {
                return true;
            }
        }

        return false;
    }

    private void AddCellEdges(string text, TextSpan row, ICollection<ProtectedSpan> found)
    {
        var edgeIsOpen = true;
        var lastPipe = row.Start;
        var chunkEnd = row.Start;
        for (var i = row.Start; i < row.End; i++)
        {
            var c = text[i];
            if (c == '|')
            {
                Add(i, i + 1, found);
                lastPipe = i + 1;
            }
            else if (c == '\\')
            {
                // Were the words between it and a pipe dropped, it would escape that pipe. White space between them stays, and prevents it.
                chunkEnd = i < chunkEnd ? chunkEnd : ChunkEnd(text, i, row.End);
                if (edgeIsOpen || Chars.At(text, chunkEnd) == '|')
                {
                    Add(i, Math.Min(i + 2, row.End), found);
                }

                i++;
            }
            else if (edgeIsOpen && c is not (' ' or '\t'))
            {
                // Without a first word the row would begin with its second cell's pipe.
                Add(i, i + 1, found);
            }

            edgeIsOpen &= c is ' ' or '\t';
        }

        var tail = text.AsSpan(lastPipe, row.End - lastPipe);
        var word = tail.IndexOfAnyExcept(" \t");
        if (word >= 0)
        {
            Add(lastPipe + word, lastPipe + word + 1, found);
        }
    }

    /// <summary>Where the next white space or pipe, escaped or not, stands.</summary>
    private static int ChunkEnd(string text, int start, int rowEnd)
    {
        var length = text.AsSpan(start, rowEnd - start).IndexOfAny(" \t|");
        return length < 0 ? rowEnd : start + length;
    }

    private void Add(int start, int end, ICollection<ProtectedSpan> found)
    {
        if (end > start)
        {
            found.Add(new ProtectedSpan(new TextSpan(start, end), ProtectionKind.Always, Name));
        }
    }
}
