-- Replaces wrong states of buyers, if they are still the states that the caller found.
--
-- KEYS  epoch, stock, buyers, orders
-- ARGV  1 to replace, 0 to count only; then for each buyer: phone, the state found ('' for none), the right state ('' for
--       none)
--
-- A buyer who waits with an entry of the stream is not changed. Returns the number of wrong states, replaced or not.
local wrong = 0
for i = 2, #ARGV, 3 do
    local phone, found, right = ARGV[i], ARGV[i + 1], ARGV[i + 2]
    local entry = string.match(found, '^W[^ ]+ (%d+%-%d+)$')
    local waits = entry and #redis.call('XRANGE', KEYS[4], entry, entry) == 1
    if not waits and (redis.call('HGET', KEYS[3], phone) or '') == found then
        wrong = wrong + 1
        if ARGV[1] == '1' then
            if right == '' then
                redis.call('HDEL', KEYS[3], phone)
            else
                redis.call('HSET', KEYS[3], phone, right)
            end
        end
    end
end
-- Lives as long as the epoch key, and at least a day; the next comparison sets the expiry again.
if ARGV[1] == '1' and redis.call('TTL', KEYS[3]) == -1 then
    redis.call('EXPIRE', KEYS[3], math.max(redis.call('TTL', KEYS[1]), 86400))
end
return wrong
