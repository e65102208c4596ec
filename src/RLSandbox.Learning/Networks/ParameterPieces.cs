using RLSandbox.Learning.Torch;

namespace RLSandbox.Learning.Networks;

/// <summary>All parameters on the CPU, cut into pieces that are worked on between two minibatches, each by one thread while it is in that core's cache.</summary>
/// <remarks>
/// A large dense layer is cut by outputs. Shards leave its gradient to this class, which computes their sum straight into the main network's: no copy per shard is cleared, added to and read.
/// Gradients that torch has computed in bfloat16 are left in bfloat16.
/// A step takes the new weights over at once. How things are cut changes no bit: sums go in the order of the shards, squares are summed by the same blocks as ever.
/// </remarks>
internal sealed class ParameterPieces
{
    private const int Longest = 16 * ParameterKernels.Block;
    private readonly ActorCritic _main;
    private readonly IReadOnlyList<ActorCritic> _replicas;
    private readonly List<Piece> _pieces = [];
    private readonly double[] _squares;                    // by block

    /// <summary>Cuts the parameters of <paramref name="main"/>; gradients are summed over <paramref name="replicas"/>.</summary>
    public ParameterPieces(ActorCritic main, IReadOnlyList<ActorCritic> replicas)
    {
        (_main, _replicas) = (main, replicas);
        var (parameters, at) = (main.Parameters, 0);
        var length = checked((int)parameters.Gradient.numel());
        for (var l = 0; l < main.Config.Hidden.Count; l++)
        {
            if (main.Packed?.Hidden[l] is not { IsLarge: true, PlainWeight: { } weight } layer) continue;
            AddPieces(at, parameters.Range(weight).Start.Value, Longest, layer: null);
            at = AddPieces(parameters.Range(weight).Start.Value, parameters.Range(weight).End.Value, PackedLayer.Group * layer.InputCount, l);
        }

        if (main.Rounded is { } rounded) at = AddPieces(at, rounded.BodyLength, Longest, layer: null, isRounded: true);
        AddPieces(at, length, Longest, layer: null);
        _squares = new double[(length + ParameterKernels.Block - 1) / ParameterKernels.Block];
        foreach (var replica in replicas)
        {
            replica.Cpu?.LeaveLargeGradients();
            replica.Rounded?.LeaveGradient();
        }
    }

    /// <summary>Clears the gradient of a replica before its backward pass: what it does not leave.</summary>
    public void Clear(ActorCritic replica)
    {
        var gradient = TensorMemory.Span<float>(replica.Parameters.Gradient);
        foreach (var piece in _pieces) if (piece is { Layer: null, IsRounded: false }) gradient.Slice(piece.First, piece.Count).Clear();
        replica.Cpu?.ForgetLargeGradients();
    }

    /// <summary>Sets the gradient of the main network to the sum of those of the replicas, added in their order.</summary>
    /// <returns>Euclidean length of the sum.</returns>
    public double SumGradients(GradientWorkers workers)
    {
        workers.ForEach(_pieces.Count, SumGradients);
        foreach (var piece in _pieces) if (piece.First % ParameterKernels.Block != 0) Measure(piece.First / ParameterKernels.Block);
        var squares = 0.0;
        foreach (var square in _squares) squares += square;
        return Math.Sqrt(squares);
    }

    /// <summary>Runs <paramref name="move"/>, which changes the weights, for the first place and the length of each piece, and takes over what it left.</summary>
    public void Step(GradientWorkers workers, Action<int, int> move)
    {
        workers.ForEach(_pieces.Count, index =>
        {
            var piece = _pieces[index];
            move(piece.First, piece.Count);
            if (piece.Layer is { } layer) _main.Packed!.Hidden[layer].Take(piece.Number, isForGradient: true);
            _main.Rounded?.Round(piece.First, piece.Count);
        });
        _main.Rounded?.MarkFresh();
        foreach (var piece in _pieces) if (piece.Layer is { } layer) _main.Packed!.Hidden[layer].MarkFresh(isForGradient: true);
    }

    private int AddPieces(int first, int end, int longest, int? layer, bool isRounded = false)
    {
        for (var at = first; at < end; at += longest) _pieces.Add(new(at, Math.Min(longest, end - at), layer, (at - first) / longest, isRounded));
        return end;
    }

    private void SumGradients(int index)
    {
        var piece = _pieces[index];
        var sum = TensorMemory.Span<float>(_main.Parameters.Gradient).Slice(piece.First, piece.Count);
        var isEmpty = true;
        foreach (var replica in _replicas)
        {
            if (piece.Layer is { } layer) isEmpty &= !replica.Cpu!.TakeLargeGradient(layer, piece.Number, sum, isEmpty);
            else if (piece.IsRounded) replica.Rounded!.TakeGradient(piece.First, sum, isEmpty);
            else if (isEmpty) TensorMemory.Span<float>(replica.Parameters.Gradient).Slice(piece.First, piece.Count).CopyTo(sum);
            else ParameterKernels.Add(sum, TensorMemory.Span<float>(replica.Parameters.Gradient)[piece.First..]);
            isEmpty &= piece.Layer is not null;
        }

        if (isEmpty) sum.Clear();
        for (var block = (piece.First + ParameterKernels.Block - 1) / ParameterKernels.Block; End(block) <= piece.First + piece.Count && block < _squares.Length; block++) Measure(block);
    }

    /// <summary>Squares of a block, once all of it is summed: by whoever summed it, or in the end where it lies in several pieces.</summary>
    private void Measure(int block) =>
        _squares[block] = ParameterKernels.SumOfSquares(TensorMemory.Span<float>(_main.Parameters.Gradient)[(block * ParameterKernels.Block)..End(block)]);

    private int End(int block) => (int)Math.Min((block + 1L) * ParameterKernels.Block, _main.Parameters.Gradient.numel());

    /// <param name="Layer">Hidden layer whose weights these are; null: any parameters.</param>
    /// <param name="Number">Of the piece among those of the layer.</param>
    /// <param name="IsRounded">Whether shards have these gradients in bfloat16.</param>
    private readonly record struct Piece(int First, int Count, int? Layer, int Number, bool IsRounded);
}
