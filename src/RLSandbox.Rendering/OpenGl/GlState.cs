using Silk.NET.OpenGL;

namespace RLSandbox.Rendering.OpenGl;

/// <summary>What a world expects of the state of a context that others draw with, too.</summary>
internal static class GlState
{
    /// <summary>Undoes whatever somebody else may have left.</summary>
    public static void Prepare(GL gl)
    {
        foreach (var off in (ReadOnlySpan<EnableCap>)[EnableCap.ScissorTest, EnableCap.StencilTest, EnableCap.CullFace, EnableCap.DepthTest, EnableCap.Blend, EnableCap.FramebufferSrgb, EnableCap.PolygonOffsetFill, EnableCap.SampleAlphaToCoverage, EnableCap.PrimitiveRestart])
            gl.Disable(off);
        gl.Enable(EnableCap.Multisample);
        gl.CullFace(TriangleFace.Back);
        gl.FrontFace(FrontFaceDirection.Ccw);
        gl.ColorMask(true, true, true, true);
        gl.DepthMask(true);
        gl.DepthFunc(DepthFunction.Less);
        gl.BlendEquation(BlendEquationModeEXT.FuncAdd);
        gl.PolygonMode(TriangleFace.FrontAndBack, PolygonMode.Fill);
        gl.PixelStore(PixelStoreParameter.PackAlignment, 4);
        gl.PixelStore(PixelStoreParameter.PackRowLength, 0);
        gl.PixelStore(PixelStoreParameter.UnpackAlignment, 4);
        gl.PixelStore(PixelStoreParameter.UnpackRowLength, 0);
        gl.BindBuffer(BufferTargetARB.PixelPackBuffer, 0);
        gl.BindBuffer(BufferTargetARB.PixelUnpackBuffer, 0);
        for (var unit = 0u; unit <= GlWorld.SymbolUnit; unit++) gl.BindSampler(unit, 0);
    }

    /// <summary>Colours over what is there, by their opacity; what is there stays opaque.</summary>
    public static void BlendOver(GL gl)
    {
        gl.Enable(EnableCap.Blend);
        gl.BlendFuncSeparate(BlendingFactor.SrcAlpha, BlendingFactor.OneMinusSrcAlpha, BlendingFactor.One, BlendingFactor.OneMinusSrcAlpha);
    }

    /// <summary>Leaves nothing bound that somebody else might change by accident.</summary>
    public static void Leave(GL gl)
    {
        gl.BindVertexArray(0);
        gl.UseProgram(0);
        gl.Disable(EnableCap.Blend);
        gl.Disable(EnableCap.DepthTest);
        gl.ActiveTexture(TextureUnit.Texture0);
    }
}
