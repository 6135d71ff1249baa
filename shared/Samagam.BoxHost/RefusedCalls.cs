using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Samagam.BoxHost;

/// <summary>Counts what strangers are refused at the web doors of any box, whichever room refuses it. Meter <c>Samagam.Web</c>.</summary>
public static class RefusedCalls
{
    public const string MeterName = "Samagam.Web";

    /// <summary>Every answer of 400 to 499 is one more of <c>samagam_web_refused_total</c>, by its status; not those the server gives before there is a request (431, bad framing).</summary>
    public static void UseRefusalCount(this WebApplication app)
    {
        var refused = app.Services.GetRequiredService<IMeterFactory>().Create(MeterName)
            .CreateCounter<long>("samagam.web.refused", description: "Calls answered with 400 to 499, by status");
        app.Use(async (context, next) =>
        {
            await next(context).ConfigureAwait(false);
            if (context.Response.StatusCode is >= 400 and < 500)
            {
                refused.Add(1, new KeyValuePair<string, object?>("status", context.Response.StatusCode));
            }
        });
    }
}
