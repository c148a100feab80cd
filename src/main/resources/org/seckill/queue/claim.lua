-- Takes over entries that some node was given and has not settled in time.
--
-- KEYS  orders
-- ARGV  group; who takes them over; milliseconds in which nobody touched them; how many at most
--
-- Answers for each its id, phone and ticket, '' for what is missing. What somebody deleted from the stream is nobody's any
-- more (XAUTOCLAIM of Redis 6.2 would hand it out for ever).
local function field(fields, name)
    for i = 1, #fields, 2 do
        if fields[i] == name then
            return fields[i + 1]
        end
    end
    return ''
end
local taken = {}
local ids = redis.call('XAUTOCLAIM', KEYS[1], ARGV[1], ARGV[2], ARGV[3], '0-0', 'COUNT', ARGV[4], 'JUSTID')[2]
for _, id in ipairs(ids) do
    local entry = redis.call('XRANGE', KEYS[1], id, id)[1]
    if entry then
        taken[#taken + 1] = id
        taken[#taken + 1] = field(entry[2], 'phone')
        taken[#taken + 1] = field(entry[2], 'ticket')
    else
        redis.call('XACK', KEYS[1], ARGV[1], id)
    end
end
return taken
