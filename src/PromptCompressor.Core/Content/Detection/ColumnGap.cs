namespace PromptCompressor.Core.Content.Detection;

/// <summary>The blanks between two columns, as a range of places of the head.</summary>
/// <param name="From">The first blank of the head.</param>
/// <param name="To">The place of the name behind it.</param>
/// <param name="Place">A place between them that parts two columns.</param>
/// <param name="Crossed">Rows of the sample that have a character there, a bit each.</param>
internal readonly record struct ColumnGap(int From, int To, int Place = 0, uint Crossed = 0)
{
    /// <summary>Where the head of a table has blanks between two names.</summary>
    public static List<ColumnGap> Of(ReadOnlySpan<char> head)
    {
        var gaps = new List<ColumnGap>();
        for (var i = 0; i < head.Length; i++)
        {
            var from = i;
            while (i < head.Length && head[i] == ' ')
            {
                i++;
            }

            if (i > from && i < head.Length)
            {
                gaps.Add(new ColumnGap(from, i));
            }
        }

        return gaps;
    }
}
