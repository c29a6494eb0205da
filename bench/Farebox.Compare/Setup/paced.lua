-- 100 chunks, one every 5 ms, each flushed by itself; then the usage chunk and the end, as OpenAI sends them.
ngx.req.read_body()
ngx.header["Content-Type"] = "text/event-stream"

local head = 'data: {"id":"chatcmpl-mock0000000000000000000000002","object":"chat.completion.chunk",'
  .. '"created":1700000000,"model":"mock-stream","choices":['
local chunk = head .. '{"index":0,"delta":{"content":" word"},"logprobs":null,"finish_reason":null}]}\n\n'
local last = head .. '{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}\n\n'
local usage = head .. '],"usage":{"prompt_tokens":24,"completion_tokens":99,"total_tokens":123}}\n\n'

for number = 1, 100 do
  ngx.print(number < 100 and chunk or last)
  if not ngx.flush(true) then return end
  ngx.sleep(0.005)
end
ngx.print(usage, "data: [DONE]\n\n")
