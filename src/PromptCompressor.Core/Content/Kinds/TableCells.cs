namespace PromptCompressor.Core.Content.Kinds;

/// <summary>Where the cells of a table stand: a cell may reach over further columns, and into further rows, in which it is a blank.</summary>
internal sealed class TableCells
{
    private readonly List<int> _rowsBelow = [];
    private int _column;
    private int _before;
    private bool _hasCells;

    public void BeginRow() => (_column, _before, _hasCells) = (0, 0, false);

    /// <summary>How many signs stand before the next cell.</summary>
    public int Add(int columns, int rows)
    {
        Skip();
        var signs = _column - _before;
        (_before, _hasCells) = (_column, true);
        for (var i = 0; i < columns; i++, _column++)
        {
            if (_column == _rowsBelow.Count)
            {
                _rowsBelow.Add(0);
            }

            _rowsBelow[_column] = rows - 1;
        }

        return signs;
    }

    /// <summary>How many signs stand behind the last cell of a row; none in a row without a cell of its own.</summary>
    public int EndRow()
    {
        Skip();
        return _hasCells ? Math.Max(0, _column - _before - 1) : 0;
    }

    /// <summary>Passes over cells of rows above.</summary>
    private void Skip()
    {
        while (_column < _rowsBelow.Count && _rowsBelow[_column] > 0)
        {
            _rowsBelow[_column++]--;
        }
    }
}
