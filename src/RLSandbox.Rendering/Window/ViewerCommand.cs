namespace RLSandbox.Rendering.Window;

/// <summary>What a key asks for. <see cref="KeyTable"/> says which key that is and what it does.</summary>
public enum ViewerCommand
{
    /// <summary>Plays or pauses.</summary>
    TogglePlay,

    /// <summary>One step ahead, and pauses.</summary>
    StepForward,

    /// <summary>One step back, and pauses.</summary>
    StepBack,

    /// <summary>Five seconds ahead.</summary>
    SkipForward,

    /// <summary>Five seconds back.</summary>
    SkipBack,

    /// <summary>To the first moment.</summary>
    GoToStart,

    /// <summary>To the latest moment.</summary>
    GoToEnd,

    /// <summary>To the end of the next episode that was no success.</summary>
    NextInfraction,

    /// <summary>To the end of the previous episode that was no success.</summary>
    PreviousInfraction,

    /// <summary>Twice as fast.</summary>
    Faster,

    /// <summary>Half as fast.</summary>
    Slower,

    /// <summary>As fast as the clock.</summary>
    RealTime,

    /// <summary>Takes the wheel, or hands it back.</summary>
    ToggleWheel,

    /// <summary>From above, turning, free, chase, in turn.</summary>
    NextViewKind,

    /// <summary>Closer.</summary>
    ZoomIn,

    /// <summary>Farther.</summary>
    ZoomOut,

    /// <summary>Moves the view up.</summary>
    PanUp,

    /// <summary>Moves the view to the left.</summary>
    PanLeft,

    /// <summary>Moves the view down.</summary>
    PanDown,

    /// <summary>Moves the view to the right.</summary>
    PanRight,

    /// <summary>Back to the followed vehicle at the usual distance.</summary>
    ResetView,

    /// <summary>Follows the next agent.</summary>
    NextAgent,

    /// <summary>Follows the previous agent.</summary>
    PreviousAgent,

    /// <summary>Shows the next environment.</summary>
    NextEnvironment,

    /// <summary>Shows the previous environment.</summary>
    PreviousEnvironment,

    /// <summary>All environments side by side, or one.</summary>
    ToggleWall,

    /// <summary>Opens the chosen environment of the wall.</summary>
    Choose,

    /// <summary>Switches the layer with the number of the key.</summary>
    ToggleLayer,

    /// <summary>No saliency, then each kind of it, in turn.</summary>
    NextSaliency,

    /// <summary>The panels that did not fit beside the world.</summary>
    NextPanels,

    /// <summary>Hides the panels, or shows them.</summary>
    TogglePanels,

    /// <summary>Larger text.</summary>
    LargerText,

    /// <summary>Smaller text.</summary>
    SmallerText,

    /// <summary>Writes the window as a picture.</summary>
    Screenshot,

    /// <summary>Begins to record the window as a video, or ends it.</summary>
    ToggleRecording,

    /// <summary>Shows every key.</summary>
    ToggleHelp,

    /// <summary>Closes the help, else the window.</summary>
    CloseOrQuit,

    /// <summary>Closes the window.</summary>
    Quit,
}
