-- Stores how often the database has refused the orders of entries themselves, for the node that claims the entries later.
--
-- KEYS  orders
-- ARGV  group; the node at which the entries are pending; then for each entry: its id, the number of refusals
--
-- The number is stored as the delivery count minus one; claim.lua does not change the delivery count. Returns the number of
-- these entries that are still pending at this node; the others are not changed.
local held = 0
for i = 3, #ARGV, 2 do
    local found = redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[i], ARGV[i], 1)[1]
    if found and found[2] == ARGV[2] then
        held = held + 1
        -- Keep the idle time: this is no new claim.
        redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[i],
            'IDLE', found[3], 'RETRYCOUNT', 1 + ARGV[i + 1], 'JUSTID')
    end
end
return held
