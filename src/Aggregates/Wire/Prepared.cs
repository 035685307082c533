using System.Runtime.CompilerServices;
using Google.Protobuf;

namespace NatoServices.Aggregates;

/// <summary>
/// Serializes replies that are sent many times only once: the bytes are kept with the message, which must not change afterwards. Messages
/// that are not prepared are serialized on each send.
/// </summary>
public static class Prepared
{
    private static readonly ConditionalWeakTable<IMessage, byte[]> Bytes = [];

    /// <summary>Attaches the serialized bytes to a message.</summary>
    public static T With<T>(T message, byte[] bytes) where T : class, IMessage
    {
        Bytes.AddOrUpdate(message, bytes);
        return message;
    }

    /// <summary>Serializes a message now, for all later sends.</summary>
    public static T Of<T>(T message) where T : class, IMessage => With(message, message.ToByteArray());

    /// <summary>Gets the bytes of a message; false if it was not prepared.</summary>
    public static bool TryGet(IMessage message, out byte[] bytes) => Bytes.TryGetValue(message, out bytes!);
}
