using RLSandbox.Core.Configuration;
using RLSandbox.Learning.Buffers;
using RLSandbox.Learning.Networks;

namespace RLSandbox.Learning.Algorithms;

/// <summary>Hyperparameters of DQN. In parentheses what Mnih et al. 2015 (doi:10.1038/nature14236) used on Atari, extended data table 1, where it differs.</summary>
public sealed record DqnConfig
{
    /// <summary>Environment steps (of all rows together) of an iteration: how often there is a row in the log, 1 ….</summary>
    public int IterationSteps { get; init; } = 32;

    /// <summary>Environment steps between two rounds of learning, 1 … (4).</summary>
    public int LearnEverySteps { get; init; } = 1;

    /// <summary>Gradient steps of a round, 1 …: with 64 rows and the default, one for 64 transitions (one for 4).</summary>
    public int GradientSteps { get; init; } = 1;

    /// <summary>Transitions lived before learning begins (50,000).</summary>
    public int WarmupRows { get; init; } = 5_000;

    /// <summary>Transitions of one gradient step, 1 … (32).</summary>
    public int MinibatchRows { get; init; } = 256;

    /// <summary>Adam's step size at the start, above 0 (2.5e-4, RMSProp).</summary>
    public float LearningRate { get; init; } = 1e-3f;

    /// <summary>Adam's step size at the last step of the run; in between a straight line (no change).</summary>
    public float LearningRateEnd { get; init; }

    /// <summary>γ: worth of a reward one step later, 0 … 1.</summary>
    public float Discount { get; init; } = 0.99f;

    /// <summary>n: rewards that a return adds up before it is continued by a value, 1 … (1).</summary>
    public int ReturnSteps { get; init; } = 3;

    /// <summary>Whether the online network chooses and the target network values the next action (no; van Hasselt et al. 2016).</summary>
    public bool DoubleQ { get; init; } = true;

    /// <summary>Whether the head is split into the value of the state and the advantage of each choice (no).</summary>
    public bool Duelling { get; init; }

    /// <summary>Gradient steps between two updates of the target network, 1 … (10,000).</summary>
    public int TargetEveryUpdates { get; init; } = 500;

    /// <summary>τ: share of the way to the online network that an update of the target network goes; 1 copies, above 0.</summary>
    public float TargetRate { get; init; } = 1f;

    /// <summary>ε at the start: share of random actions.</summary>
    public float Epsilon { get; init; } = 1f;

    /// <summary>ε from <see cref="EpsilonShare"/> of the run on (0.1).</summary>
    public float EpsilonEnd { get; init; } = 0.02f;

    /// <summary>Part of the run in which ε falls, above 0, up to 1 (0.02).</summary>
    public float EpsilonShare { get; init; } = 0.2f;

    /// <summary>Environment steps for which a row that explores keeps its random choice, 1 … (1; Dabney et al. 2021, arXiv:2006.01782, draw the number).</summary>
    public int EpsilonHoldSteps { get; init; } = 1;

    /// <summary>κ: size of the error beyond which the loss is a straight line, in units of the return.</summary>
    public float HuberThreshold { get; init; } = 1f;

    /// <summary>Largest norm of the gradient; longer ones are shortened (none).</summary>
    public float MaxGradientNorm { get; init; } = 10f;

    /// <summary>ε of Adam, above 0.</summary>
    public float AdamEpsilon { get; init; } = 1e-5f;

    /// <summary>Gradient steps that the average of the weights reaches back, which is evaluated and saved as the policy; 0 takes the weights as they are (0).</summary>
    public int AverageUpdates { get; init; }

    /// <summary>Frames of each picture that the network sees, 1 … (4).</summary>
    public int FrameStack { get; init; } = 1;

    /// <summary>Parts that each minibatch is cut into for parallel gradients, 1 …; more threads than this do not help. Changes the last bits of a sum, not its meaning.</summary>
    public int GradientShards { get; init; } = 4;

    /// <summary>Shape of the replay buffer.</summary>
    public ReplayConfig Replay { get; init; } = new();

    /// <summary>Shape of the network.</summary>
    public NetworkConfig Network { get; init; } = NetworkConfig.Preset("tiny");

    /// <summary>Reads <c>training.dqn</c>; the reader's owner finishes it.</summary>
    public static DqnConfig Bind(SectionReader reader)
    {
        var standard = new DqnConfig();
        return new()
        {
            IterationSteps = reader.Integer("iterationSteps", standard.IterationSteps, "Environment steps of an iteration: how often there is a row in the log.", 1, 1_000_000),
            LearnEverySteps = reader.Integer("learnEverySteps", standard.LearnEverySteps, "Environment steps between two rounds of learning.", 1, 1_000_000),
            GradientSteps = reader.Integer("gradientSteps", standard.GradientSteps, "Gradient steps of a round of learning.", 1, 100_000),
            WarmupRows = reader.Integer("warmupRows", standard.WarmupRows, "Transitions lived before learning begins.", 0, 1 << 30),
            MinibatchRows = reader.Integer("minibatchRows", standard.MinibatchRows, "Transitions of one gradient step.", 1, 1_000_000),
            LearningRate = reader.Number("learningRate", standard.LearningRate, "Adam's step size at the start.", 0f, 1f),
            LearningRateEnd = reader.Number("learningRateEnd", standard.LearningRateEnd, "Adam's step size at the last step of the run; a straight line in between.", 0f, 1f),
            Discount = reader.Number("discount", standard.Discount, "Worth of a reward one step later.", 0f, 1f),
            ReturnSteps = reader.Integer("returnSteps", standard.ReturnSteps, "Rewards that a return adds up before it is continued by a value.", 1, 1000),
            DoubleQ = reader.Flag("doubleQ", standard.DoubleQ, "Whether the online network chooses and the target network values the next action."),
            Duelling = reader.Flag("duelling", standard.Duelling, "Whether the head is split into the value of the state and the advantage of each choice."),
            TargetEveryUpdates = reader.Integer("targetEveryUpdates", standard.TargetEveryUpdates, "Gradient steps between two updates of the target network.", 1, 100_000_000),
            TargetRate = reader.Number("targetRate", standard.TargetRate, "Share of the way to the online network that such an update goes; 1 copies.", 1e-6f, 1f),
            Epsilon = reader.Number("epsilon", standard.Epsilon, "Share of random actions at the start.", 0f, 1f),
            EpsilonEnd = reader.Number("epsilonEnd", standard.EpsilonEnd, "Share of random actions from epsilonShare of the run on.", 0f, 1f),
            EpsilonShare = reader.Number("epsilonShare", standard.EpsilonShare, "Part of the run in which the share of random actions falls.", 1e-6f, 1f),
            EpsilonHoldSteps = reader.Integer("epsilonHoldSteps", standard.EpsilonHoldSteps, "Environment steps for which a random action is kept; more than 1 reaches places that take insisting.", 1, 1_000_000),
            HuberThreshold = reader.Number("huberThreshold", standard.HuberThreshold, "Size of the error beyond which the loss is a straight line, in units of the return.", 1e-6f),
            MaxGradientNorm = reader.Number("maxGradientNorm", standard.MaxGradientNorm, "Largest norm of the gradient.", 1e-6f),
            AdamEpsilon = reader.Number("adamEpsilon", standard.AdamEpsilon, "Number that Adam adds to the root of the second moment.", 1e-12f, 1f),
            AverageUpdates = reader.Integer("averageUpdates", standard.AverageUpdates, "Gradient steps that the averaged weights, which are evaluated and saved as the policy, reach back; 0 takes the weights as they are.", 0, 100_000_000),
            FrameStack = reader.Integer("frameStack", standard.FrameStack, "Frames of each picture that the network sees.", 1, 16),
            GradientShards = reader.Integer("gradientShards", standard.GradientShards, "Parts that each minibatch is cut into for parallel gradients.", 1, 64),
            Replay = ReplayConfig.Bind(reader.Section("replay", "What is remembered, and how it is drawn.")),
            Network = NetworkConfig.Bind(reader.Section("network", "Shape of the network.")),
        };
    }
}
