using System.Globalization;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace RLSandbox.Scenarios.Tests;

/// <summary>Runs tests as on a machine whose numbers have decimal commas, such as a German one; needs no data of that culture to be installed.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method | AttributeTargets.Assembly)]
internal sealed class DecimalCommaAttribute : PropertyAttribute, IApplyToContext
{
    /// <inheritdoc/>
    public void ApplyToContext(TestExecutionContext context)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NegativeSign = "−";                          // as Swedish and Norwegian machines write it
        culture.DateTimeFormat.DateSeparator = ".";
        context.CurrentCulture = culture;
    }
}
