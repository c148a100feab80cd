-- Sends the requests of a file. Each line is one request's head, with tabs where the network has line breaks.
--
--   wrk -t1 -c N -d LIMIT -s bench/load.lua URL -- FILE N once|cycle [THINK]
--
-- once   each request goes out once, and the run ends when the last one is answered: nothing is left in flight
-- cycle  from the start again, until the time is over
-- THINK  how long each connection waits before a request, in ms on average
--
-- There is no response callback: it would cost a third of the rate. The answers are counted by wrk, and the
-- purchases by the database.

local ffi = require("ffi")
ffi.cdef([[
   typedef struct { long seconds; long micros; } moment;
   int gettimeofday(moment *now, void *zone);
   int getpid(void);
   int kill(int pid, int signal);
]])

local SIGINT = 2

local requests = {}
connections = 0
local once = false
local parked = 0

-- What is counted begins when so many requests are sent as make three for each connection: until then some connections are
-- still being opened. All of them wait for an answer at that moment.
begun = 0
ended = 0
sent = -1 -- wrk asks for one request that it does not send

function init(args)
   connections = tonumber(args[2])
   once = args[3] == "once"
   for line in io.lines(args[1]) do
      requests[#requests + 1] = line:gsub("\t", "\r\n") .. "\r\n\r\n"
   end
   local think = tonumber(args[4] or "0")
   if think > 0 then
      delay = function() return math.floor(math.random() * 2 * think + 0.5) end
   end
   -- Nothing becomes garbage from here on.
   collectgarbage()
   collectgarbage("stop")
end

function request()
   if once and sent == #requests then
      return park()
   end
   sent = sent + 1
   if sent == 3 * connections then
      begun = now()
   end
   return requests[once and math.max(sent, 1) or sent % #requests + 1]
end

function now()
   local moment = ffi.new("moment")
   ffi.C.gettimeofday(moment, nil)
   return tonumber(moment.seconds) * 1e6 + tonumber(moment.micros)
end

-- An empty request is never answered, so its connection rests.
function park()
   parked = parked + 1
   if parked == connections then
      ended = now()
      ffi.C.kill(ffi.C.getpid(), SIGINT)
   end
   return ""
end

local thread

function setup(one)
   thread = one
end

function done(summary, latency)
   local errors = summary.errors
   local counted, micros = summary.requests, summary.duration
   local first, last = thread:get("begun"), thread:get("ended")
   if first > 0 then
      counted = counted - 2 * thread:get("connections")
      micros = (last > 0 and last or now()) - first
   end
   print(string.format(
      "bench sent=%d answered=%d counted=%d micros=%d refused=%d connect=%d read=%d write=%d timeout=%d p50=%d p99=%d max=%d",
      thread:get("sent"), summary.requests, counted, micros, errors.status, errors.connect, errors.read, errors.write,
      errors.timeout, latency:percentile(50), latency:percentile(99), latency.max))
end
