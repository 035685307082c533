using Xunit.Abstractions;
using Xunit.Sdk;

namespace NatoServices.Journal.Tests.Engines;

/// <summary>A fact about every engine; reported as skipped where the concrete class's engine is absent.</summary>
[XunitTestCaseDiscoverer("NatoServices.Journal.Tests.Engines.EngineFactDiscoverer", "NatoServices.Journal.Tests")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class EngineFactAttribute : FactAttribute;

/// <summary>On classes whose facts need a PostgreSQL server.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsPostgresAttribute : Attribute;

public sealed class EngineFactDiscoverer(IMessageSink diagnostics) : FactDiscoverer(diagnostics)
{
    protected override IXunitTestCase CreateTestCase(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        new EngineTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod);
}

public sealed class EngineTestCase : XunitTestCase
{
    [Obsolete("The runner deserializes with it.")]
    public EngineTestCase() { }

    public EngineTestCase(IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(diagnostics, display, options, method) { }

    // An attribute's Skip is a constant; only here is the concrete class known.
    protected override string? GetSkipReason(IAttributeInfo factAttribute) =>
        PostgresEngine.Server is null && TestMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsPostgresAttribute)).Any()
            ? $"{PostgresEngine.Setting} names no PostgreSQL server"
            : base.GetSkipReason(factAttribute);
}
