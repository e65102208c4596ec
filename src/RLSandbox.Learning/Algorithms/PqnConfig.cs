using RLSandbox.Core.Configuration;
using RLSandbox.Learning.Networks;

namespace RLSandbox.Learning.Algorithms;

/// <summary>Hyperparameters of PQN. In parentheses what Gallici et al. 2024 (arXiv:2407.04811) used on Atari, where it differs.</summary>
public sealed record PqnConfig
{
    /// <summary>T: environment steps between updates, 1 … .</summary>
    public int RolloutSteps { get; init; } = 32;

    /// <summary>Rows of one gradient step, 1 … (128 · 32 / 32). The samples of a rollout are cut into pieces of about this size.</summary>
    public int MinibatchRows { get; init; } = 512;

    /// <summary>Passes over each rollout, 1 … .</summary>
    public int Epochs { get; init; } = 2;

    /// <summary>Step size of the optimizer at the start, above 0 (2.5e-4).</summary>
    public float LearningRate { get; init; } = 1e-3f;

    /// <summary>Step size at the last step of the run; in between a straight line.</summary>
    public float LearningRateEnd { get; init; }

    /// <summary>γ: worth of a reward one step later, 0 … 1.</summary>
    public float Discount { get; init; } = 0.99f;

    /// <summary>λ of the returns: 0 looks one step ahead, 1 to the end of the rollout.</summary>
    public float Lambda { get; init; } = 0.65f;

    /// <summary>ε at the start: share of random actions.</summary>
    public float Epsilon { get; init; } = 1f;

    /// <summary>ε from <see cref="EpsilonShare"/> of the run on (0.001).</summary>
    public float EpsilonEnd { get; init; } = 0.02f;

    /// <summary>Part of the run in which ε falls, above 0, up to 1 (0.1).</summary>
    public float EpsilonShare { get; init; } = 0.2f;

    /// <summary>Largest norm of the gradient; longer ones are shortened (10).</summary>
    public float MaxGradientNorm { get; init; } = 10f;

    /// <summary>ε of the optimizer, above 0.</summary>
    public float AdamEpsilon { get; init; } = 1e-8f;

    /// <summary>Whether early steps are held back until the second moment is known (RAdam).</summary>
    public bool Rectified { get; init; } = true;

    /// <summary>Whether the head is split into the value of the state and the advantage of each choice (no).</summary>
    public bool Duelling { get; init; }

    /// <summary>Gradient steps that the average of the weights reaches back, which is evaluated and saved as the policy; 0 takes the weights as they are (0).</summary>
    public int AverageUpdates { get; init; }

    /// <summary>Frames of each picture that the network sees, 1 … (4).</summary>
    public int FrameStack { get; init; } = 1;

    /// <summary>Parts that each minibatch is cut into for parallel gradients, 1 …; more threads than this do not help. Changes the last bits of a sum, not its meaning.</summary>
    public int GradientShards { get; init; } = 4;

    /// <summary>Shape of the network; layer normalisation is on.</summary>
    public NetworkConfig Network { get; init; } = NetworkConfig.Preset("tiny") with { LayerNorm = true };

    /// <summary>Reads <c>training.pqn</c>; the reader's owner finishes it.</summary>
    public static PqnConfig Bind(SectionReader reader)
    {
        var standard = new PqnConfig();
        return new()
        {
            RolloutSteps = reader.Integer("rolloutSteps", standard.RolloutSteps, "Environment steps between updates.", 1, 100_000),
            MinibatchRows = reader.Integer("minibatchRows", standard.MinibatchRows, "Rows of one gradient step.", 1, 10_000_000),
            Epochs = reader.Integer("epochs", standard.Epochs, "Passes over each rollout.", 1, 1000),
            LearningRate = reader.Number("learningRate", standard.LearningRate, "Step size of the optimizer at the start.", 0f, 1f),
            LearningRateEnd = reader.Number("learningRateEnd", standard.LearningRateEnd, "Step size at the last step of the run; a straight line in between.", 0f, 1f),
            Discount = reader.Number("discount", standard.Discount, "Worth of a reward one step later.", 0f, 1f),
            Lambda = reader.Number("lambda", standard.Lambda, "Decay of the returns: 0 looks one step ahead, 1 to the end of the rollout.", 0f, 1f),
            Epsilon = reader.Number("epsilon", standard.Epsilon, "Share of random actions at the start.", 0f, 1f),
            EpsilonEnd = reader.Number("epsilonEnd", standard.EpsilonEnd, "Share of random actions from epsilonShare of the run on.", 0f, 1f),
            EpsilonShare = reader.Number("epsilonShare", standard.EpsilonShare, "Part of the run in which the share of random actions falls.", 1e-6f, 1f),
            MaxGradientNorm = reader.Number("maxGradientNorm", standard.MaxGradientNorm, "Largest norm of the gradient.", 1e-6f),
            AdamEpsilon = reader.Number("adamEpsilon", standard.AdamEpsilon, "Number that the optimizer adds to the root of the second moment.", 1e-12f, 1f),
            Rectified = reader.Flag("rectified", standard.Rectified, "Whether early steps are held back (RAdam); false is Adam."),
            Duelling = reader.Flag("duelling", standard.Duelling, "Whether the head is split into the value of the state and the advantage of each choice."),
            AverageUpdates = reader.Integer("averageUpdates", standard.AverageUpdates, "Gradient steps that the averaged weights, which are evaluated and saved as the policy, reach back; 0 takes the weights as they are.", 0, 100_000_000),
            FrameStack = reader.Integer("frameStack", standard.FrameStack, "Frames of each picture that the network sees.", 1, 16),
            GradientShards = reader.Integer("gradientShards", standard.GradientShards, "Parts that each minibatch is cut into for parallel gradients.", 1, 64),
            Network = NetworkConfig.Bind(reader.Section("network", "Shape of the network."), layerNorm: true),
        };
    }
}
