using Microsoft.AspNetCore.Http;

namespace NatoServices.Rest;

/// <summary>Answers <c>HEAD</c> like <c>GET</c>: the server leaves out the body by itself.</summary>
internal sealed class HeadRequests(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Request.Method = HttpMethods.Get;
            context.Features.Set(this);
        }
        return next(context);
    }

    /// <summary>Whether the caller wants the headers only, although the method is now <c>GET</c>.</summary>
    public static bool WantsHeadersOnly(HttpContext context) => context.Features.Get<HeadRequests>() is not null;
}
