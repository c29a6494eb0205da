namespace Farebox.Contracts.CallLog;

/// <summary>Answer to deleting the payloads of a span of time.</summary>
/// <param name="Object">Always <c>organization.request_log.payloads.deleted</c>.</param>
/// <param name="Count">How many there were.</param>
public sealed record DeletedPayloads(string Object, long Count);
