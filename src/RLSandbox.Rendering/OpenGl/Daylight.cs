using System.Numerics;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>Light and air at an hour and in a weather.</summary>
/// <param name="Ambient">Light from everywhere.</param>
/// <param name="Sun">Light of the sun or the moon; at noon both together show a level surface in its own colour.</param>
/// <param name="Horizon">Colour of what is far away.</param>
/// <param name="FogPerMetre">Share of what is seen that a metre of air takes away.</param>
internal readonly record struct Daylight(Vector3 Ambient, Vector3 Sun, Vector3 Horizon, float FogPerMetre)
{
    private const float FogMetres = 20;                                  // as the cameras' fog is defined
    private const float ClearAir = 0.0016f, RainyAir = 0.004f;           // 1/m

    private static readonly Vector3 AmbientDay = new(0.60f, 0.63f, 0.68f), AmbientNight = new(0.085f, 0.105f, 0.17f);
    private static readonly Vector3 SunDay = new(0.506f, 0.468f, 0.405f), SunNight = new(0.03f, 0.04f, 0.065f);
    private static readonly Vector3 HorizonDay = new(0.74f, 0.82f, 0.90f), HorizonNight = new(0.045f, 0.06f, 0.11f), Grey = new(0.62f, 0.65f, 0.68f);

    /// <summary>Light for shares of 0 … 1.</summary>
    public static Daylight At(float night, float fog, float rain)
    {
        var cloud = Math.Max(rain, Math.Min(1, 2 * fog));
        var ambient = Vector3.Lerp(AmbientDay * (1 - 0.06f * cloud), AmbientNight, night);
        var sun = Vector3.Lerp(SunDay * (1 - 0.5f * cloud), SunNight, night);
        var horizon = Vector3.Lerp(Vector3.Lerp(HorizonDay, Grey, cloud), HorizonNight * (1 + 0.5f * cloud), night);
        return new(ambient, sun, horizon, ClearAir + rain * RainyAir - MathF.Log(1 - Math.Min(fog, 0.99f)) / FogMetres);
    }
}
