using RLSandbox.Core.Configuration;
using RLSandbox.Learning.Networks;

namespace RLSandbox.Learning.Algorithms;

/// <summary>Hyperparameters of PPO. In parentheses what Schulman et al. 2017 (arXiv:1707.06347) used on Atari, table 5, where it differs.</summary>
public sealed record PpoConfig
{
    /// <summary>T: environment steps between updates, 1 … (128).</summary>
    public int RolloutSteps { get; init; } = 32;

    /// <summary>Rows of one gradient step, 1 … (256). The samples of a rollout are cut into pieces of about this size.</summary>
    public int MinibatchRows { get; init; } = 1024;

    /// <summary>Passes over each rollout, 1 … (3).</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>Adam's step size at the start, above 0 (2.5e-4).</summary>
    public float LearningRate { get; init; } = 1e-3f;

    /// <summary>Adam's step size at the last step of the run; in between a straight line (0).</summary>
    public float LearningRateEnd { get; init; }

    /// <summary>γ: worth of a reward one step later, 0 … 1.</summary>
    public float Discount { get; init; } = 0.99f;

    /// <summary>λ of generalised advantage estimation, 0 … 1.</summary>
    public float Lambda { get; init; } = 0.95f;

    /// <summary>ε: how far the ratio of new to old probability is followed, at the start (0.1).</summary>
    public float Clip { get; init; } = 0.2f;

    /// <summary>ε at the last step of the run (0).</summary>
    public float ClipEnd { get; init; } = 0.2f;

    /// <summary>Weight of the entropy bonus at the start (0.01).</summary>
    public float Entropy { get; init; } = 0.003f;

    /// <summary>Weight of the entropy bonus at the last step of the run (0.01).</summary>
    public float EntropyEnd { get; init; } = 0.003f;

    /// <summary>Weight of the value loss, ½ (value − return)² (1, of a loss without the ½).</summary>
    public float ValueWeight { get; init; } = 1f;

    /// <summary>Largest change of a value in one update, in units of the return; 0 does not clip (0).</summary>
    public float ValueClip { get; init; }

    /// <summary>Largest norm of the gradient; longer ones are shortened (none).</summary>
    public float MaxGradientNorm { get; init; } = 0.5f;

    /// <summary>ε of Adam, above 0.</summary>
    public float AdamEpsilon { get; init; } = 1e-5f;

    /// <summary>Whether advantages are shifted and scaled to mean 0, deviation 1 in each minibatch.</summary>
    public bool NormalizeAdvantages { get; init; } = true;

    /// <summary>Whether rewards are divided by the running deviation of the discounted return (no).</summary>
    public bool NormalizeReturns { get; init; }

    /// <summary>Divergence from the old policy, nats, at which an update stops early; 0 never stops (none).</summary>
    public float TargetKl { get; init; }

    /// <summary>Gradient steps that the averaged weights reach back, which are evaluated and saved as the policy, 1 …; 0 takes the weights as they are (none).</summary>
    public int AverageUpdates { get; init; }

    /// <summary>Frames of each picture that the network sees, 1 … (4).</summary>
    public int FrameStack { get; init; } = 1;

    /// <summary>Parts that each minibatch is cut into for parallel gradients, 1 …; more threads than this do not help. Changes the last bits of a sum, not its meaning.</summary>
    public int GradientShards { get; init; } = 4;

    /// <summary>Shape of the network.</summary>
    public NetworkConfig Network { get; init; } = NetworkConfig.Preset("tiny");

    /// <summary>Reads <c>training.ppo</c>; the reader's owner finishes it.</summary>
    public static PpoConfig Bind(SectionReader reader)
    {
        var standard = new PpoConfig();
        var learningRate = reader.Number("learningRate", standard.LearningRate, "Adam's step size at the start.", 0f, 1f);
        var clip = reader.Number("clip", standard.Clip, "How far the probability ratio is followed, at the start.", 0f, 10f);
        var entropy = reader.Number("entropy", standard.Entropy, "Weight of the entropy bonus at the start.", 0f, 10f);
        return new()
        {
            RolloutSteps = reader.Integer("rolloutSteps", standard.RolloutSteps, "Environment steps between updates.", 1, 100_000),
            MinibatchRows = reader.Integer("minibatchRows", standard.MinibatchRows, "Rows of one gradient step.", 1, 10_000_000),
            Epochs = reader.Integer("epochs", standard.Epochs, "Passes over each rollout.", 1, 1000),
            LearningRate = learningRate,
            LearningRateEnd = reader.Number("learningRateEnd", standard.LearningRateEnd, "Adam's step size at the last step of the run; a straight line in between.", 0f, 1f),
            Discount = reader.Number("discount", standard.Discount, "Worth of a reward one step later.", 0f, 1f),
            Lambda = reader.Number("lambda", standard.Lambda, "Decay of generalised advantage estimation.", 0f, 1f),
            Clip = clip,
            ClipEnd = reader.Number("clipEnd", clip, "How far the probability ratio is followed at the last step of the run; as at the start unless given.", 0f, 10f),
            Entropy = entropy,
            EntropyEnd = reader.Number("entropyEnd", entropy, "Weight of the entropy bonus at the last step of the run; as at the start unless given.", 0f, 10f),
            ValueWeight = reader.Number("valueWeight", standard.ValueWeight, "Weight of the value loss.", 0f, 100f),
            ValueClip = reader.Number("valueClip", standard.ValueClip, "Largest change of a value in one update; 0 does not clip.", 0f),
            MaxGradientNorm = reader.Number("maxGradientNorm", standard.MaxGradientNorm, "Largest norm of the gradient.", 1e-6f),
            AdamEpsilon = reader.Number("adamEpsilon", standard.AdamEpsilon, "Number that Adam adds to the root of the second moment.", 1e-12f, 1f),
            NormalizeAdvantages = reader.Flag("normalizeAdvantages", standard.NormalizeAdvantages, "Whether advantages are shifted and scaled in each minibatch."),
            NormalizeReturns = reader.Flag("normalizeReturns", standard.NormalizeReturns, "Whether rewards are divided by the running deviation of the discounted return."),
            TargetKl = reader.Number("targetKl", standard.TargetKl, "Divergence from the old policy, nats, at which an update stops early; 0 never stops.", 0f),
            AverageUpdates = reader.Integer("averageUpdates", standard.AverageUpdates, "Gradient steps that the averaged weights, which are evaluated and saved as the policy, reach back; 0 takes the weights as they are.", 0, 100_000_000),
            FrameStack = reader.Integer("frameStack", standard.FrameStack, "Frames of each picture that the network sees.", 1, 16),
            GradientShards = reader.Integer("gradientShards", standard.GradientShards, "Parts that each minibatch is cut into for parallel gradients.", 1, 64),
            Network = NetworkConfig.Bind(reader.Section("network", "Shape of the network.")),
        };
    }
}
