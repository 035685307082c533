using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;

namespace NatoServices.Cases;

/// <summary>One thing to record: a request, and where in the file it comes from.</summary>
public sealed record CaseItem
{
    /// <summary>Names the request after its own content: recorded again it is the same request, changed it is another.</summary>
    /// <param name="caseId">The case's id.</param>
    /// <param name="line">Where in the file it stands.</param>
    /// <param name="name">What it is, for messages.</param>
    /// <param name="request">A request without its <c>request_id</c>.</param>
    public CaseItem(string caseId, long line, string name, IMessage request)
    {
        (Line, Name, Request) = (line, name, request);
        var content = SHA256.HashData([.. Encoding.UTF8.GetBytes(request.Descriptor.FullName + "\n"), .. request.ToByteArray()]);
        request.Descriptor.FindFieldByName("request_id").Accessor.SetValue(request, $"{caseId}.{Convert.ToHexStringLower(content)[..40]}");
    }

    /// <summary>Where in the file it stands.</summary>
    public long Line { get; }

    /// <summary>What it is, for messages.</summary>
    public string Name { get; }

    /// <summary>What is asked of a service.</summary>
    public IMessage Request { get; }

    /// <summary>What is asked of a service, by the name of its RPC: <c>RecordPosition</c>.</summary>
    public string Rpc => Request.Descriptor.Name[..^"Request".Length];

    /// <summary>The member that it is about, where the roster is asked: one member's items need not wait for another's. Else empty.</summary>
    public string Member => Request.Descriptor.FindFieldByName("code")?.Accessor.GetValue(Request) as string ?? "";
}
