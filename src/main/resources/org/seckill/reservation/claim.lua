-- Takes over entries that some node was given and has not settled in time.
--
-- KEYS  orders
-- ARGV  group; who takes them over; milliseconds in which nobody touched them; how many at most
--
-- Answers for each its id, phone and ticket, '' for what is missing, and how often its order was refused (refused.lua).
-- What somebody deleted from the stream is nobody's any more (XAUTOCLAIM of Redis 6.2 would hand it out for ever).
local function field(fields, name)
    for i = 1, #fields, 2 do
        if fields[i] == name then
            return fields[i + 1]
        end
    end
    return ''
end
local taken = {}
-- It says NOGROUP when there is none, and then there is nothing.
local claimed = redis.pcall('XAUTOCLAIM', KEYS[1], ARGV[1], ARGV[2], ARGV[3], '0-0', 'COUNT', ARGV[4], 'JUSTID')
if claimed.err and not string.find(claimed.err, 'NOGROUP') then
    return claimed
end
for _, id in ipairs(claimed[2] or {}) do
    local entry = redis.call('XRANGE', KEYS[1], id, id)[1]
    if entry then
        taken[#taken + 1] = id
        taken[#taken + 1] = field(entry[2], 'phone')
        taken[#taken + 1] = field(entry[2], 'ticket')
        local deliveries = redis.call('XPENDING', KEYS[1], ARGV[1], id, id, 1)[1][4]
        taken[#taken + 1] = string.format('%d', math.max(deliveries - 1, 0))
    else
        redis.call('XACK', KEYS[1], ARGV[1], id)
    end
end
return taken
