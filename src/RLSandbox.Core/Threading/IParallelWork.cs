namespace RLSandbox.Core.Threading;

/// <summary>Work that falls into independent pieces, numbered from 0.</summary>
public interface IParallelWork
{
    /// <summary>Does piece <paramref name="index"/>; called once per piece, in any order, from any thread of the pool.</summary>
    void Run(int index);
}
