namespace RLSandbox.Rendering.Recording;

/// <summary>An agent's episode came to its end.</summary>
/// <param name="Step">Environment steps since the reset; the moment of this step shows it.</param>
/// <param name="Environment">Which copy of the batch.</param>
/// <param name="Agent">Which agent in it.</param>
/// <param name="Outcome">camelCase name, as in the specification.</param>
/// <param name="IsSuccess">Whether evaluation counts it as success.</param>
public sealed record PlaybackEvent(int Step, int Environment, int Agent, string Outcome, bool IsSuccess);
