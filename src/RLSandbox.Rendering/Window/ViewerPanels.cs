using RLSandbox.Rendering.Window.Panels;

namespace RLSandbox.Rendering.Window;

/// <summary>Which panels there are for a stage, in order of importance: a new one is one file and one line here.</summary>
public static class ViewerPanels
{
    /// <summary>The panels.</summary>
    /// <param name="isRace">Whether laps count.</param>
    /// <param name="isLive">Whether a training is followed.</param>
    public static IReadOnlyList<PanelKind> For(StageFacts facts, bool isInsightful, bool isRace, bool isLive)
    {
        List<PanelKind> panels =
        [
            new("sees", SeesPanel.Least(facts), Math.Max(222, SeesPanel.Least(facts)), Stretches: false, SeesPanel.Draw),
            new("drives", 74, 92, Stretches: false, DrivesPanel.Draw),
        ];
        if (isInsightful) panels.Add(new("weighs", 88, 108, Stretches: false, ThinksPanel.Draw));
        panels.Add(new("pays", PaysPanel.Least(facts.Terms.Count), PaysPanel.Best(facts.Terms.Count), Stretches: true, PaysPanel.Draw));
        if (isRace) panels.Add(new("best laps", LapsPanel.Least, LapsPanel.Best, Stretches: false, LapsPanel.Draw));
        if (isLive) panels.Insert(2, new("learns", LearnsPanel.Least, LearnsPanel.Best, Stretches: false, LearnsPanel.Draw));
        panels.Add(new("measures", MeasuresPanel.Least, MeasuresPanel.Least, Stretches: false, MeasuresPanel.Draw));
        return panels;
    }
}
