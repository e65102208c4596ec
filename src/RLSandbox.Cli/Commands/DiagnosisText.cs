using RLSandbox.Learning.Diagnosis;

namespace RLSandbox.Cli.Commands;

/// <summary>Shows a <see cref="TrainingDiagnosis"/> to people.</summary>
internal static class DiagnosisText
{
    /// <summary>Writes what was found: seen, means, try.</summary>
    public static void Write(Terminal terminal, TrainingDiagnosis diagnosis)
    {
        foreach (var note in diagnosis.Notes) terminal.Say($"Diagnosis:  {note}");
        if (diagnosis.Findings.Count == 0 && diagnosis.Notes.Count == 0) terminal.Say($"Diagnosis:  nothing conspicuous in {diagnosis.Iterations} iterations.");
        foreach (var finding in diagnosis.Findings)
        {
            terminal.Say($"Diagnosis:  {finding.Name}");
            terminal.Say($"  seen:     {finding.Seen}");
            terminal.Say($"  means:    {finding.Means}");
            for (var i = 0; i < finding.Try.Count; i++) terminal.Say($"  {(i == 0 ? "try:" : "or: ")}      {finding.Try[i]}");
        }
    }
}
