using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace RLSandbox.Ecs;

/// <summary>Checks, when a table is declared, that a component's bytes are exactly its fields.</summary>
/// <remarks>Padding has no defined value: in a hash or a saved world it would make equal worlds differ. Addresses mean nothing in another process.</remarks>
internal static class ComponentLayout
{
    /// <summary>Throws unless the fields of <paramref name="component"/> fill its <paramref name="size"/> bytes.</summary>
    /// <exception cref="ArgumentException">The component has padding, no field, or a field that holds an address.</exception>
    public static void RequireNoPadding(Type component, int size)
    {
        var used = FieldBytes(component, component);
        if (used == 0) throw new ArgumentException($"Component {component.Name} has no field; mark rows with a field of a component, not with an empty one.");
        if (used != size)
            throw new ArgumentException(
                $"Component {component.Name} is {size} bytes but its fields are {used}: padding would leak into hashes and saved worlds. " +
                "Order the fields from wide to narrow, widen bool or byte to int, or declare the column with hashed: false, saved: false.");
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Fields of components are instance fields of structs, which a trimmed build keeps; nothing but their types is read.")]
    private static int FieldBytes(Type type, Type component)
    {
        if (type.IsEnum) return FieldBytes(Enum.GetUnderlyingType(type), component);
        if (type.IsPointer || type.IsFunctionPointer || type == typeof(nint) || type == typeof(nuint))
            throw new ArgumentException($"Component {component.Name} holds an address ({type.Name}); keep an index instead.");
        if (type.IsPrimitive) return PrimitiveBytes(type);

        var bytes = 0;
        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            var many = field.GetCustomAttribute<FixedBufferAttribute>();
            bytes += many is null ? FieldBytes(field.FieldType, component) : many.Length * FieldBytes(many.ElementType, component);
        }
        return bytes * (type.GetCustomAttribute<InlineArrayAttribute>()?.Length ?? 1);
    }

    private static int PrimitiveBytes(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean or TypeCode.Byte or TypeCode.SByte => 1,
        TypeCode.Char or TypeCode.Int16 or TypeCode.UInt16 => 2,
        TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Single => 4,
        _ => 8,
    };
}
