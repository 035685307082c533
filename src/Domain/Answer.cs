namespace NatoServices.Domain;

/// <summary>The result of an operation: a value or a refusal.</summary>
/// <param name="Value">The value; default if refused.</param>
/// <param name="Refusal">Why the operation is refused; null if it is not refused.</param>
public readonly record struct Answer<T>(T? Value, Refusal? Refusal)
{
    /// <summary>Returns the value, or throws if refused. For the outermost caller only.</summary>
    /// <exception cref="RefusalException">The answer is a refusal.</exception>
    public T OrThrow() => Refusal is null ? Value! : throw new RefusalException(Refusal);

    /// <summary>What is made of the value, or the same refusal.</summary>
    public Answer<TNext> Then<TNext>(Func<T, TNext> next) => Refusal is null ? next(Value!) : Refusal;

    /// <summary>What is made of the value, which may be refused too, or the same refusal.</summary>
    public Answer<TNext> Then<TNext>(Func<T, Answer<TNext>> next) => Refusal is null ? next(Value!) : Refusal;

    /// <summary>An answer with a value.</summary>
    public static implicit operator Answer<T>(T value) => new(value, null);

    /// <summary>A refused answer.</summary>
    public static implicit operator Answer<T>(Refusal refusal) => new(default, refusal);
}
