-- Remembers how often the database refused entries' orders in themselves, for whoever takes them over.
--
-- KEYS  orders
-- ARGV  group; the node that holds the entries; then for each entry: its id, how often
--
-- That is kept as the number of its deliveries, beyond the first: whoever takes an entry over adds none. Answers how many
-- of them this node holds still; the others are not touched.
local held = 0
for i = 3, #ARGV, 2 do
    local found = redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[i], ARGV[i], 1)[1]
    if found and found[2] == ARGV[2] then
        held = held + 1
        -- As long untouched as before: this is no other claim.
        redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[i],
            'IDLE', found[3], 'RETRYCOUNT', 1 + ARGV[i + 1], 'JUSTID')
    end
end
return held
