using System.Runtime.CompilerServices;
using Google.Protobuf;

namespace NatoServices.Aggregates;

/// <summary>
/// Replies that go out many times are serialized once: the bytes go with the message, which nobody changes any more. What was not
/// prepared is serialized as ever.
/// </summary>
public static class Prepared
{
    private static readonly ConditionalWeakTable<IMessage, byte[]> Bytes = [];

    /// <summary>Keeps the bytes of a message with it.</summary>
    public static T With<T>(T message, byte[] bytes) where T : class, IMessage
    {
        Bytes.AddOrUpdate(message, bytes);
        return message;
    }

    /// <summary>Serializes a message now, for all the times that it goes out.</summary>
    public static T Of<T>(T message) where T : class, IMessage => With(message, message.ToByteArray());

    /// <summary>The bytes of a message, if it was prepared.</summary>
    public static bool TryGet(IMessage message, out byte[] bytes) => Bytes.TryGetValue(message, out bytes!);
}
