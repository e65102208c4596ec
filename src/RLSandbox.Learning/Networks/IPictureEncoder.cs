namespace RLSandbox.Learning.Networks;

/// <summary>The convolutions of one picture part on the CPU. Not for two threads at once.</summary>
internal unsafe interface IPictureEncoder : IDisposable
{
    /// <summary>Numbers that the convolutions leave of a picture.</summary>
    int FeatureCount { get; }

    /// <summary>Features of pictures, each in the order [filters, H′, W′] that torch's convolutions have.</summary>
    /// <param name="pictures">[count, C, H, W].</param>
    /// <param name="features">[count, stride], of which the first <see cref="FeatureCount"/> of each row are written.</param>
    /// <param name="units">Is told the outputs of every layer; null: nobody is.</param>
    /// <param name="helpers">Share the work on each picture; null: the caller does all of it.</param>
    void Forward(byte* pictures, int count, float* features, int stride, bool isForGradient, UnitCount? units = null, GradientWorkers? helpers = null);

    /// <summary>Adds to the gradients of the parameters what the derivative by the last features says.</summary>
    /// <param name="pictures">What <see cref="Forward"/> was given.</param>
    /// <param name="delta">[count, stride].</param>
    /// <param name="gradient">Of all parameters.</param>
    void Backward(byte* pictures, int count, float* delta, int stride, Span<float> gradient);
}
