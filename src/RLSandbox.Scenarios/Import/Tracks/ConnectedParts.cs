namespace RLSandbox.Scenarios.Import.Tracks;

/// <summary>The connected parts of a picture of set and unset pixels, and which part lies within which.</summary>
/// <remarks>
/// Set pixels hold together across their sides, unset ones across corners too, so a wall that is drawn as a diagonal has no gaps. With this pair every
/// part but the outermost lies directly within one other: the one to the left of its first pixel. Parts are numbered in reading order of their first
/// pixels, so a part has a higher number than the one around it. Part 0 is what surrounds the picture, with the unset pixels that touch the border.
/// Source: Rosenfeld and Pfaltz 1966, "Sequential Operations in Digital Picture Processing", labels in one pass over a table of equal ones.
/// </remarks>
internal sealed class ConnectedParts
{
    private const int Outside = 0;

    private readonly bool[] _set;
    private readonly int[] _labels;
    private readonly int _width, _height;
    private readonly List<int> _equal = [Outside], _first = [-1];

    private ConnectedParts(bool[] set, int width)
    {
        (_set, _width, _height) = (set, width, set.Length / width);
        _labels = new int[set.Length];
    }

    /// <summary>Numbers below this one may be parts.</summary>
    public int Count => _equal.Count;

    /// <summary>The parts of a picture, row by row; null where it has more than <paramref name="most"/> pieces, as noise has.</summary>
    public static ConnectedParts? Of(bool[] set, int width, int most)
    {
        var parts = new ConnectedParts(set, width);
        for (var pixel = 0; pixel < set.Length; pixel++)
            if (!parts.Label(pixel, most)) return null;
        return parts;
    }

    /// <summary>Number of the part that a pixel belongs to.</summary>
    public int Of(int pixel) => Root(_labels[pixel]);

    /// <summary>Whether a number is that of a part: some are only another name of one.</summary>
    public bool IsPart(int number) => _equal[number] == number;

    /// <summary>The first pixel of a part in reading order; not of part 0.</summary>
    public int First(int part) => _first[part];

    /// <summary>Whether the pixels of a part are set ones.</summary>
    public bool IsSet(int part) => part != Outside && _set[_first[part]];

    /// <summary>The part that a part lies within; of 0 itself.</summary>
    public int Around(int part) => part == Outside || _first[part] % _width == 0 ? Outside : Of(_first[part] - 1);

    /// <summary>Pixels of each part and of all that lie within it.</summary>
    public int[] Sizes()
    {
        var sizes = new int[Count];
        for (var pixel = 0; pixel < _labels.Length; pixel++) sizes[Of(pixel)]++;
        for (var part = Count - 1; part > 0; part--)
            if (IsPart(part)) sizes[Around(part)] += sizes[part];
        return sizes;
    }

    /// <summary>Whether each part has a pixel on the border.</summary>
    public bool[] TouchBorder()
    {
        var touch = new bool[Count];
        for (var column = 0; column < _width; column++) touch[Of(column)] = touch[Of(_labels.Length - _width + column)] = true;
        for (var row = 0; row < _height; row++) touch[Of(row * _width)] = touch[Of(row * _width + _width - 1)] = true;
        return touch;
    }

    /// <summary>Joins a pixel to its neighbours above and to the left, or begins a part.</summary>
    private bool Label(int pixel, int most)
    {
        int column = pixel % _width, row = pixel / _width;
        var set = _set[pixel];
        var label = -1;
        if (!set && (column == 0 || row == 0 || column == _width - 1 || row == _height - 1)) label = Outside;
        if (column > 0) label = Join(label, pixel - 1, set);
        if (row > 0) label = Join(label, pixel - _width, set);
        if (!set && row > 0 && column > 0) label = Join(label, pixel - _width - 1, set);
        if (!set && row > 0 && column < _width - 1) label = Join(label, pixel - _width + 1, set);
        if (label < 0)
        {
            if (_equal.Count >= most) return false;
            label = _equal.Count;
            _equal.Add(label);
            _first.Add(pixel);
        }
        _labels[pixel] = label;
        return true;
    }

    private int Join(int label, int neighbour, bool set)
    {
        if (_set[neighbour] != set) return label;
        var other = Of(neighbour);
        if (label < 0 || label == other) return other;
        var (low, high) = label < other ? (label, other) : (other, label);
        return _equal[high] = low;
    }

    private int Root(int label)
    {
        while (_equal[label] != label) label = _equal[label] = _equal[_equal[label]];
        return label;
    }
}
