-- Claims entries that are pending at a node and were not settled in time.
--
-- KEYS  orders
-- ARGV  group; the claiming node; the least idle time of the entries in milliseconds; the most entries to claim
--
-- Returns for each entry: its id, phone and ticket ('' for a missing field), and how often its order was refused, see
-- refused.lua. An entry that was deleted from the stream is acknowledged (XAUTOCLAIM of Redis 6.2 would return it for ever).
local function field(fields, name)
    for i = 1, #fields, 2 do
        if fields[i] == name then
            return fields[i + 1]
        end
    end
    return ''
end
local taken = {}
-- NOGROUP: there is no group, and so no pending entry.
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
