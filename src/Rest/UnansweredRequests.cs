using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using NatoServices.Domain;
using NatoServices.ServiceDefaults;

namespace NatoServices.Rest;

/// <summary>Answers what reaches no service with a refusal: an unknown address, a method that is not allowed, a body that is too large.</summary>
internal sealed class UnansweredRequests(RequestDelegate next, EndpointDataSource endpoints)
{
    private static readonly JsonFormatter Json = new(
        JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithTypeRegistry(TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor)));

    private readonly AllowedMethods allowed = new(endpoints);

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException malformed) when (!context.Response.HasStarted)
        {
            await RefuseAsync(context, RefusalOf(context, malformed.StatusCode) ?? new MalformedRequest(malformed.StatusCode, malformed.Message));
            return;
        }
        var response = context.Response;
        if (response.HasStarted || response.ContentLength > 0 || response.ContentType is not null) return;
        if (RefusalOf(context, response.StatusCode) is { } refusal) await RefuseAsync(context, refusal);
    }

    /// <summary>Writes a refusal as a REST response.</summary>
    public static Task RefuseAsync(HttpContext context, RestRefusal refusal) => RefuseAsync(context, refusal, refusal.HttpStatus);

    /// <summary>Writes the refusal of a request that is invalid as a whole.</summary>
    public static Task RefuseAsync(HttpContext context, InvalidInput refusal) => RefuseAsync(context, refusal, StatusCodes.Status400BadRequest);

    private static Task RefuseAsync(HttpContext context, Refusal refusal, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (refusal is MethodNotAllowed { Allowed: var methods }) context.Response.Headers.Allow = methods;
        return context.Response.WriteAsync(Json.Format(RefusalAnswer.Of(refusal)));
    }

    private RestRefusal? RefusalOf(HttpContext context, int status)
    {
        var request = context.Request;
        return status switch
        {
            StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed =>
                allowed.At(request.Path) is [_, ..] methods ? new MethodNotAllowed(request.Method, string.Join(", ", methods)) : new AddressUnknown(request.Path),
            StatusCodes.Status413PayloadTooLarge => new RequestTooLarge(context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize),
            StatusCodes.Status415UnsupportedMediaType => new MediaTypeUnsupported(request.ContentType),
            _ => null,
        };
    }
}
