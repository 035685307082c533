namespace NatoServices.Domain;

/// <summary>A value, or the refusal in its place.</summary>
/// <param name="Value">The value; default if it is refused.</param>
/// <param name="Refusal">Why there is none; null if there is.</param>
public readonly record struct Answer<T>(T? Value, Refusal? Refusal)
{
    /// <summary>The value.</summary>
    /// <exception cref="RefusalException">It is refused: for the outermost caller, which goes no further.</exception>
    public T OrThrow() => Refusal is null ? Value! : throw new RefusalException(Refusal);

    /// <summary>An answer with a value.</summary>
    public static implicit operator Answer<T>(T value) => new(value, null);

    /// <summary>A refused answer.</summary>
    public static implicit operator Answer<T>(Refusal refusal) => new(default, refusal);
}
