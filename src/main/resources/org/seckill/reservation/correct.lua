-- Corrects a sale's stock by the difference that a snapshot showed. The difference is added, because reservations and
-- settlements may have changed the stock since the snapshot.
--
-- KEYS  epoch, stock, buyers, orders, poison
-- ARGV  the snapshot's version; the next version, never used before; the epoch; units to add, negative to subtract; the
--       expiry of the keys in seconds; group; 1 if holders of earlier purchases may be missing, else 0; then for each
--       entry whose buyer is unknown: its id, phone, ticket
--
-- Such a buyer is stored as waiting and takes one more unit, if the phone still has no state and the entry still exists.
-- Returns 1; or 0, with nothing changed, if another correction was made since the snapshot.
local version = redis.call('HGET', KEYS[1], 'version')
if version == ARGV[2] then
    -- A repeated call: this correction is made, and its answer was lost.
    return 1
end
if version ~= ARGV[1] then
    return 0
end
local units = tonumber(ARGV[4])
for i = 8, #ARGV, 3 do
    if #redis.call('XRANGE', KEYS[4], ARGV[i], ARGV[i]) == 1 then
        units = units - redis.call('HSETNX', KEYS[3], ARGV[i + 1], 'W' .. ARGV[i + 2] .. ' ' .. ARGV[i])
    end
end
local stock = redis.call('GET', KEYS[2]) or '0'
if #stock < 17 and (stock == '0' or string.match(stock, '^-?[1-9]%d*$')) then
    redis.call('INCRBY', KEYS[2], units)
else
    redis.call('SET', KEYS[2], units)
end
redis.call('HSET', KEYS[1], 'epoch', ARGV[3], 'version', ARGV[2])
if ARGV[7] == '1' then
    redis.call('HSET', KEYS[1], 'buyers', 'unknown')
end
-- BUSYGROUP: the group exists.
redis.pcall('XGROUP', 'CREATE', KEYS[4], ARGV[6], '0', 'MKSTREAM')
for i = 1, 5 do
    redis.call('EXPIREAT', KEYS[i], ARGV[5])
end
return 1
