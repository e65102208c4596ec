using SkiaSharp;

namespace RLSandbox.Rendering.Window;

/// <summary>A panel: how much room it needs, and how it is drawn.</summary>
/// <param name="Title">Over it.</param>
/// <param name="Least">Height below which something in it would be cut, units.</param>
/// <param name="Best">Height at which it is comfortable, units.</param>
/// <param name="Stretches">Whether it takes what is left over.</param>
/// <param name="Draw">Fills an area; nothing outside is touched.</param>
public sealed record PanelKind(string Title, float Least, float Best, bool Stretches, Action<Drawing, SKRect, ViewerFrame> Draw);
