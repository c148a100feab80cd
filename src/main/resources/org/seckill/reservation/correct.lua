-- Corrects a sale's stock by what was found wrong with it at the moment of a snapshot: reservations and settlements since
-- then have added to it and taken from it, and so does this.
--
-- KEYS  epoch, stock, buyers, orders, poison
-- ARGV  the snapshot's version; the next one, never used before; the epoch; units to add, or to take when negative; the
--       time in seconds when all of it may go; group; 1 when those who bought before are to be looked up, else 0; then for
--       each entry whose buyer is not known: its id, phone, ticket
--
-- Such a buyer waits from now on, if still nobody is known by that phone and the entry is still there, and takes one unit
-- more. Answers 0, with nothing done, when another correction came between.
local version = redis.call('HGET', KEYS[1], 'version')
if version == ARGV[2] then
    -- This one was made, and its answer lost.
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
-- It says BUSYGROUP when there is one.
redis.pcall('XGROUP', 'CREATE', KEYS[4], ARGV[6], '0', 'MKSTREAM')
for i = 1, 5 do
    redis.call('EXPIREAT', KEYS[i], ARGV[5])
end
return 1
