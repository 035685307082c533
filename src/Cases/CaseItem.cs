using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;

namespace NatoServices.Cases;

/// <summary>One item to record: a request, and the line of the file that it comes from.</summary>
/// <param name="Line">The line in the file.</param>
/// <param name="Name">A description for messages.</param>
/// <param name="Request">The request to a service.</param>
public sealed record CaseItem(long Line, string Name, IMessage Request)
{
    /// <summary>Derives the request id from the content: the same content has the same id, changed content another one.</summary>
    /// <param name="caseId">The case's id, which is the prefix of the request id.</param>
    /// <param name="line">The line in the file.</param>
    /// <param name="name">A description for messages.</param>
    /// <param name="request">A request without its <c>request_id</c>; the constructor sets it.</param>
    public CaseItem(string caseId, long line, string name, IMessage request) : this(line, name, request)
    {
        var content = SHA256.HashData([.. Encoding.UTF8.GetBytes(request.Descriptor.FullName + "\n"), .. request.ToByteArray()]);
        request.Descriptor.FindFieldByName("request_id").Accessor.SetValue(request, $"{caseId}.{Convert.ToHexStringLower(content)[..40]}");
    }

    /// <summary>The name of the RPC that takes the request, for example <c>RecordPosition</c>.</summary>
    public string Rpc => Request.Descriptor.Name[..^"Request".Length];

    /// <summary>The member's code; empty if the request is not about the roster. Items of different members are independent.</summary>
    public string Member => Request.Descriptor.FindFieldByName("code")?.Accessor.GetValue(Request) as string ?? "";
}
