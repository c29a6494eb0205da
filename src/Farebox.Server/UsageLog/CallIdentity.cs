using Farebox.Kernel.Credentials;
using Farebox.Kernel.Routing;
using Farebox.Server.Platform;

namespace Farebox.Server.UsageLog;

/// <summary>What is known of a model call before it is made: who calls, when, what for.</summary>
/// <param name="StartedAtMs">Unix milliseconds.</param>
/// <param name="Stream">Whether the client asked for server-sent events.</param>
/// <param name="RequestedModel">The name in the request, or null when it could not be read.</param>
/// <param name="Model">The catalog's model that it stands for, or null when there is none.</param>
public sealed record CallIdentity(
    RequestId RequestId, long StartedAtMs, Grant Grant, Surface Surface, bool Stream, string? RequestedModel, string? Model, string? ClientRequestId);
