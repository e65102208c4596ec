using RLSandbox.Core.Contract;
using RLSandbox.Rendering.Recording;

namespace RLSandbox.Rendering.Triage;

/// <summary>The last seconds of a failure.</summary>
/// <param name="Failure">Which one.</param>
/// <param name="Episode">Its last moments; the first one is in general not the start of the episode.</param>
/// <param name="TurningIndex">Moment of the turning point.</param>
/// <param name="Insight">What the policy thought there; null: it says nothing, or the point lies before the clip.</param>
/// <param name="Map">Which pixels its action rested on there, [H · W]; empty likewise.</param>
public sealed record FailureClip(PlayedEpisode Failure, RecordedEpisode Episode, int TurningIndex, PolicyInsight? Insight, float[] Map);
