using RLSandbox.Core.Configuration;

namespace RLSandbox.Learning.Buffers;

/// <summary>Shape of a replay buffer. In parentheses the values of the papers, where they differ.</summary>
public sealed record ReplayConfig
{
    /// <summary>Transitions held, over all rows of the environment (1,000,000).</summary>
    public int Rows { get; init; } = 100_000;

    /// <summary>Whether frames lie in a file of the run folder, of which nothing is resident in the process, not in memory. See <see cref="FrameStorage"/>.</summary>
    public bool MemoryMapped { get; init; }

    /// <summary>α of prioritised replay: 0 draws all transitions alike, 1 in proportion to their error (0.6).</summary>
    public float Priority { get; init; }

    /// <summary>β at the start: how much of the bias of prioritised drawing is weighed out.</summary>
    public float Importance { get; init; } = 0.4f;

    /// <summary>β at the last step of the run; in between a straight line.</summary>
    public float ImportanceEnd { get; init; } = 1f;

    /// <summary>Added to every error, in units of the return, so that no transition is forgotten; above 0 with priorities.</summary>
    public float PriorityFloor { get; init; } = 0.001f;

    /// <summary>Reads <c>replay</c>.</summary>
    public static ReplayConfig Bind(SectionReader reader)
    {
        var standard = new ReplayConfig();
        return new()
        {
            Rows = reader.Integer("rows", standard.Rows, "Transitions held, over all rows of the environment.", 1, 1 << 30),
            MemoryMapped = reader.Flag("memoryMapped", standard.MemoryMapped, "Whether frames lie in a file of the run folder, which the system keeps in its cache while there is room, not in the memory of the process."),
            Priority = reader.Number("priority", standard.Priority, "Exponent of the error in the probability of being drawn; 0 draws all transitions alike.", 0f, 1f),
            Importance = reader.Number("importance", standard.Importance, "How much of the bias of prioritised drawing is weighed out, at the start.", 0f, 1f),
            ImportanceEnd = reader.Number("importanceEnd", standard.ImportanceEnd, "How much of it is weighed out at the last step of the run; a straight line in between.", 0f, 1f),
            PriorityFloor = reader.Number("priorityFloor", standard.PriorityFloor, "Added to every error before the exponent, in units of the return.", 1e-9f, 1f),
        };
    }
}
