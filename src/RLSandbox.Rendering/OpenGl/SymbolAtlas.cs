using System.Globalization;
using RLSandbox.Driving.Roads;
using RLSandbox.Rendering.View;
using SkiaSharp;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>Pictures of traffic lights and signs, side by side in one texture.</summary>
internal sealed class SymbolAtlas : IDisposable
{
    private const int Side = 96, Columns = 8;                            // pixels of a picture, pictures of a row
    private static readonly LightColour[] Colours = Enum.GetValues<LightColour>();

    private readonly Dictionary<(SignKind, double), int> _signs = [];

    /// <summary>Every light, and those signs that a map has.</summary>
    public SymbolAtlas(GlDevice device, RoadMap map)
    {
        foreach (var sign in map.Signs) _signs.TryAdd(KeyOf(sign), Colours.Length + _signs.Count);
        Rows = (Colours.Length + _signs.Count + Columns - 1) / Columns;
        using var drawing = new SKBitmap(new SKImageInfo(Columns * Side, Rows * Side, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        using (var surface = SKSurface.Create(new SKImageInfo(Columns * Side, Rows * Side, SKColorType.Rgba8888, SKAlphaType.Premul)))
        {
            surface.Canvas.Clear(SKColors.Transparent);
            using var pens = new Drawing(surface, new(Columns * Side, Rows * Side));
            foreach (var colour in Colours) DrawLight(pens, Middle((int)colour), colour);
            foreach (var ((kind, value), cell) in _signs) RoadSymbols.DrawSign(pens, kind, value, Middle(cell), 0.42f * Side);
            if (!surface.ReadPixels(drawing.Info, drawing.GetPixels(), drawing.RowBytes, 0, 0)) throw new InvalidOperationException("SkiaSharp could not read a raster surface.");
        }
        Texture = new(device, drawing.Width, drawing.Height, drawing.GetPixelSpan(), repeats: false);
    }

    /// <summary>All pictures.</summary>
    public GlTexture Texture { get; }

    private int Rows { get; }

    /// <summary>Corner and size of the picture of a light, as shares of the texture.</summary>
    public (float X, float Y, float Width, float Height) Of(LightColour colour) => Cell((int)colour);

    /// <summary>The same for a sign.</summary>
    public (float X, float Y, float Width, float Height) Of(RoadSign sign) => Cell(_signs[KeyOf(sign)]);

    /// <inheritdoc/>
    public void Dispose() => Texture.Dispose();

    private static (SignKind, double) KeyOf(RoadSign sign) => (sign.Kind, sign.Kind == SignKind.SpeedLimit ? sign.Value : double.NaN);

    private (float X, float Y, float Width, float Height) Cell(int cell) => (cell % Columns / (float)Columns, cell / Columns / (float)Rows, 1f / Columns, 1f / Rows);

    private static SKPoint Middle(int cell) => new((cell % Columns + 0.5f) * Side, (cell / Columns + 0.5f) * Side);

    private static void DrawLight(Drawing pens, SKPoint at, LightColour colour)
    {
        const float Half = 0.46f * Side, Radius = 0.13f * Side;
        pens.Fill(new SKRect(at.X - 0.42f * Half, at.Y - Half, at.X + 0.42f * Half, at.Y + Half), new SKColor(18, 18, 20), 0.2f * Half);
        Lamp(-1, Theme.Bad, colour is LightColour.Red or LightColour.RedAmber);
        Lamp(0, Theme.YellowLine, colour is LightColour.Amber or LightColour.RedAmber);
        Lamp(1, Theme.Good, colour is LightColour.Green or LightColour.YieldingGreen);

        void Lamp(int place, SKColor lit, bool shines) => pens.Disc(new(at.X, at.Y + place * 0.6f * Half), Radius, shines ? lit : Theme.Mix(lit, SKColors.Black, 0.8f));
    }
}
