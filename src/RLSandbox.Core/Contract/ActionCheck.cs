namespace RLSandbox.Core.Contract;

/// <summary>Refuses actions that an environment cannot mean, before any state changes.</summary>
public static class ActionCheck
{
    /// <summary>Checks shape, range of choices and finiteness; allocates nothing when all is well.</summary>
    /// <exception cref="ArgumentException">Names the row and what was expected.</exception>
    public static void Require(EnvironmentSpec spec, ActionBuffer actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        if (actions.RowCount != spec.RowCount || actions.Spec.Kind != spec.Action.Kind || actions.Spec.Dimensions != spec.Action.Dimensions)
            throw new ArgumentException($"{spec.Name} takes {spec.RowCount} rows of {spec.Action.Kind} actions of {spec.Action.Dimensions}, got {actions.RowCount} rows of {actions.Spec.Kind} of {actions.Spec.Dimensions}.", nameof(actions));
        var dimensions = spec.Action.Dimensions;
        var choices = actions.Choices;
        for (var dimension = 0; dimension < dimensions && choices.Length > 0; dimension++)
        {
            var count = spec.Action.Choices[dimension];
            for (var i = dimension; i < choices.Length; i += dimensions)
                if ((uint)choices[i] >= (uint)count)
                    throw new ArgumentException($"Row {i / dimensions}: choice {choices[i]} is not one of 0 … {count - 1}.", nameof(actions));
        }
        var values = actions.Values;
        for (var i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i])) throw new ArgumentException($"Row {i / dimensions}: action {i % dimensions} is {values[i]}; it must be a finite number.", nameof(actions));
    }
}
