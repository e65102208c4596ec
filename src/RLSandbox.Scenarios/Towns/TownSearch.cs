using RLSandbox.Scenarios.Maps;
using RLSandbox.Scenarios.Towns.Blocks;

namespace RLSandbox.Scenarios.Towns;

/// <summary>Joins blocks end to end. Every free end keeps the ground of a turning loop reserved, so that a town can be closed at any time.</summary>
internal sealed class TownSearch(TownStyle style, Draws draws)
{
    private const double FirstRoad = 12;                                 // m
    private const int StepsPerBlock = 40;
    private const int TriesPerEnd = 10;

    private readonly List<Placed> _placed = [];
    private readonly List<FreeEnd> _free = [];

    /// <summary>Blocks of a town; null where so many found no place.</summary>
    /// <param name="mayJoin">Whether free ends may be joined by roads, where these fit; the others get loops.</param>
    public static List<BlockDraft>? TryLay(TownStyle style, Draws draws, int blocks, bool mayJoin)
    {
        var search = new TownSearch(style, draws);
        search.Begin();
        for (var step = 0; search._placed.Count <= blocks; step++)
        {
            if (step == StepsPerBlock * blocks) return null;
            search.Step();
        }
        List<BlockDraft> town = [.. search._placed.Select(placed => placed.Draft)];
        if (mayJoin) town.AddRange(search.JoinEnds());
        town.AddRange(search._free.Select(end => end.Loop));
        return town;
    }

    private void Begin()
    {
        var draft = new BlockDraft("start", style);
        var strip = draft.Road("road", new RoadPath(new Pose(0, 0, 1, 0).Turned(draws.Between(0, 6.28f))).Straight(FirstRoad), new RoadForm(style.Lanes));
        draft.Open.AddRange([strip.AtStart, strip.AtEnd]);
        Place(new(draft, null, Ends(draft)));
    }

    /// <summary>Tries one block at one free end; goes one block back where every end has had its tries.</summary>
    private void Step()
    {
        FreeEnd[] promising = [.. _free.Where(end => end.Tries < TriesPerEnd)];
        if (promising.Length == 0)
        {
            StepBack();
            return;
        }
        var at = promising[draws.Below(promising.Length)];
        at.Tries++;
        var kind = BlockKind.Draw(draws, style.Config.Kinds);
        var draft = new BlockDraft(FormattableString.Invariant($"{kind.Name}{_placed.Count}"), style);
        if (!kind.Lay(draft, at.End, draws) || draft.Sharpest > TownStyle.SharpestTurn) return;
        var ends = Ends(draft);
        if (Fits(draft, ends, at)) Place(new(draft, at, ends));
    }

    private void StepBack()
    {
        foreach (var end in _free) end.Tries = 0;
        if (_placed.Count == 1) return;
        var last = _placed[^1];
        _placed.RemoveAt(_placed.Count - 1);
        _free.RemoveAll(last.Ends.Contains);
        last.At!.Tries = 0;
        _free.Add(last.At);
    }

    private void Place(Placed placed)
    {
        _placed.Add(placed);
        if (placed.At is { } at) _free.Remove(at);
        _free.AddRange(placed.Ends);
    }

    private FreeEnd[] Ends(BlockDraft draft) => [.. draft.Open.Select((end, i) =>
    {
        var loop = new BlockDraft(FormattableString.Invariant($"{draft.Name}.end{i + 1}"), style);
        PlainRoads.LayTurningLoop(loop, "loop", end);
        return new FreeEnd(draft, end, loop);
    })];

    private bool Fits(BlockDraft draft, FreeEnd[] ends, FreeEnd at)
    {
        if (Overlaps(draft.Ground, [at.End.Pose], [at])) return false;
        for (var i = 0; i < ends.Length; i++)
        {
            var loop = ends[i].Loop.Ground;
            if (Overlaps(loop, [], [at]) || GroundCheck.Overlap(loop, draft.Ground, [ends[i].End.Pose], Near)) return false;
            for (var k = 0; k < i; k++)
                if (GroundCheck.Overlap(loop, ends[k].Loop.Ground, [], Near)) return false;
        }
        return true;
    }

    /// <summary>Two discs of a wide road touch at most this far from where their roads meet.</summary>
    private double Near => 2.2 * ((style.Lanes + 1) * style.LaneWidth + style.Sidewalk + 1);

    /// <summary>Whether ground is taken, or reserved for the loops of free ends other than <paramref name="except"/>.</summary>
    private bool Overlaps(IReadOnlyList<Disc> ground, ReadOnlySpan<Pose> joints, ReadOnlySpan<FreeEnd> except)
    {
        foreach (var placed in _placed)
            if (GroundCheck.Overlap(ground, placed.Draft.Ground, joints, Near)) return true;
        foreach (var end in _free)
            if (!except.Contains(end) && GroundCheck.Overlap(ground, end.Loop.Ground, joints, Near)) return true;
        return false;
    }

    /// <summary>Joins pairs of free ends by roads: of different blocks before those of one, the nearest first.</summary>
    private IEnumerable<BlockDraft> JoinEnds()
    {
        var pairs = new List<(FreeEnd A, FreeEnd B)>();
        for (var i = 0; i < _free.Count; i++)
            for (var k = 0; k < i; k++)
                if (_free[i].End.Lanes == _free[k].End.Lanes) pairs.Add((_free[k], _free[i]));
        var joined = 0;
        // A stable sort: the same order everywhere.
        foreach (var (a, b) in pairs.OrderBy(pair => pair.A.Block == pair.B.Block ? 1 : 0).ThenBy(pair => pair.A.End.Pose.DistanceTo(pair.B.End.Pose)))
        {
            if (!_free.Contains(a) || !_free.Contains(b)) continue;
            var draft = new BlockDraft(FormattableString.Invariant($"join{joined + 1}"), style);
            if (!TryJoin(draft, a, b)) continue;
            joined++;
            _free.Remove(a);
            _free.Remove(b);
            _placed.Add(new(draft, null, []));
            yield return draft;
        }
    }

    private bool TryJoin(BlockDraft draft, FreeEnd a, FreeEnd b)
    {
        foreach (var path in JoiningPaths.Between(a.End.Pose, b.End.Pose.Reversed, style.RoadRadius(JoiningPaths.SmallestRadius, a.End.Lanes)))
        {
            var trial = new BlockDraft(draft.Name, style);
            PlainRoads.LayBetween(trial, a.End, b.End, path);
            if (Overlaps(trial.Ground, [a.End.Pose, b.End.Pose], [a, b])) continue;
            PlainRoads.LayBetween(draft, a.End, b.End, path);
            return true;
        }
        return false;
    }

    private sealed record Placed(BlockDraft Draft, FreeEnd? At, FreeEnd[] Ends);

    /// <summary>Where a block can be joined on, and the loop that closes it otherwise.</summary>
    private sealed class FreeEnd(BlockDraft block, RoadEnd end, BlockDraft loop)
    {
        public BlockDraft Block { get; } = block;
        public RoadEnd End { get; } = end;
        public BlockDraft Loop { get; } = loop;
        public int Tries { get; set; }
    }
}
