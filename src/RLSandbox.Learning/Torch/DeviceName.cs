using System.Globalization;
using System.Text.RegularExpressions;

namespace RLSandbox.Learning.Torch;

/// <summary>The values of <c>--device</c>.</summary>
public static partial class DeviceName
{
    /// <summary>The first CUDA device where there is one, otherwise the CPU.</summary>
    public const string Auto = "auto";

    /// <summary>The processor.</summary>
    public const string Cpu = "cpu";

    /// <summary>The first CUDA device; <c>cuda:1</c> is the second.</summary>
    public const string Cuda = "cuda";

    /// <summary>What messages say is expected.</summary>
    public const string Expected = "auto, cpu or cuda, or cuda:0, cuda:1, …";

    /// <summary>Whether a device can have this name; not whether there is one.</summary>
    public static bool IsKnown(string name) => name is Auto or Cpu || Pattern().IsMatch(name);

    /// <summary>Number of a CUDA device.</summary>
    public static int Index(string name) => name.Split(':') is [_, var index] ? int.Parse(index, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex("^cuda(:[0-9]{1,2})?$")]
    private static partial Regex Pattern();
}
