-- What wrk sends, and the one line that the harness reads back. The credential is here, not in wrk's arguments,
-- because a process list can be read by everyone.
wrk.method = "POST"
wrk.body = [==[{{body}}]==]
{{headers}}
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d %d %d %d %d %d\n",
    summary.requests, summary.duration, summary.bytes,
    errors.connect, errors.read, errors.write, errors.status, errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
