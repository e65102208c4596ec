using RLSandbox.Core.Configuration;
using RLSandbox.Core.Mathematics;

namespace RLSandbox.Driving.Sensors;

/// <summary>Whose picture it is, and when: what everything random in a picture is drawn from.</summary>
public readonly record struct CameraMoment(ulong Seed, uint Environment, uint Episode, uint Agent, uint Step)
{
    /// <summary>Draws of this episode.</summary>
    internal RandomKey Key(uint purpose) => new(Seed, Environment, Episode, purpose);
}

/// <summary>What one episode has of it, each 0 … 1.</summary>
internal readonly record struct Weather(float Night, float Fog, float Dirt, float Noise);

/// <summary>What lies between the palette and the picture: keys of the section <c>camera</c>, each fixed or drawn per episode, 0 for nothing.</summary>
/// <remarks>All agents of an environment have the same night, fog and noise; each has its own dirt.</remarks>
public sealed record WeatherConfig
{
    private static readonly uint NightDraw = RandomPurpose.Of("camera.night"), FogDraw = RandomPurpose.Of("camera.fog"), DirtDraw = RandomPurpose.Of("camera.dirt"), NoiseDraw = RandomPurpose.Of("camera.noise");

    /// <summary>Share of the light that is missing.</summary>
    public NumberRange Night { get; init; } = 0f;

    /// <summary>Share of what is 20 m away that fog hides; <see cref="Light"/>. Forward cameras only.</summary>
    public NumberRange Fog { get; init; } = 0f;

    /// <summary>How much of the lens is dirty; <see cref="LensDirt"/>.</summary>
    public NumberRange Dirt { get; init; } = 0f;

    /// <summary>Largest change of a byte, as a share of 255; <see cref="PixelNoise"/>.</summary>
    public NumberRange Noise { get; init; } = 0f;

    /// <summary>Whether two episodes may look different because of it.</summary>
    public bool IsDrawn => !Night.IsFixed || !Fog.IsFixed || Dirt.High > 0 || Noise.High > 0;

    /// <summary>Reads the keys from the section <c>camera</c>.</summary>
    public static WeatherConfig Bind(SectionReader camera)
    {
        var clear = new WeatherConfig();
        return new()
        {
            Night = camera.Range("night", clear.Night, "Share of the light that is missing.", 0f, 1f),
            Fog = camera.Range("fog", clear.Fog, "Forward: share of what is 20 m away that fog hides; the rest is hidden to the same share 20 m farther.", 0f, 0.99f),
            Dirt = camera.Range("dirt", clear.Dirt, "Dirt on the lens, the same for a whole episode; at 1 a fifth of the picture is dark.", 0f, 1f),
            Noise = camera.Range("noise", clear.Noise, "Largest change of each byte, as a share of 255; others in every step.", 0f, 1f),
        };
    }

    /// <summary>The weather of one episode, seen by one agent.</summary>
    internal Weather At(in CameraMoment moment) => new(Draw(Night, moment, NightDraw), Draw(Fog, moment, FogDraw), Draw(Dirt, moment, DirtDraw), Draw(Noise, moment, NoiseDraw));

    private static float Draw(NumberRange range, in CameraMoment moment, uint purpose) => range.IsFixed ? range.Low : range.Draw(moment.Key(purpose).Uniform());
}
