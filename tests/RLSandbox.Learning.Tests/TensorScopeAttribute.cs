using NUnit.Framework.Interfaces;
using RLSandbox.Learning.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RLSandbox.Learning.Tests;

/// <summary>Loads torch and frees the tensors of each test at its end.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TensorScopeAttribute : Attribute, ITestAction
{
    private readonly Stack<DisposeScope> _scopes = new();

    public ActionTargets Targets => ActionTargets.Test;

    public void BeforeTest(ITest test)
    {
        TorchRuntime.EnsureLoaded();
        _scopes.Push(NewDisposeScope());
    }

    public void AfterTest(ITest test) => _scopes.Pop().Dispose();
}
