-- Corrects a sale's stock by what was found wrong with it at the moment of a snapshot: reservations and settlements since
-- then have added to it and taken from it, and so does this.
--
-- KEYS  epoch, stock, buyers, orders, poison
-- ARGV  the snapshot's version; the next one, never used before; the epoch; units to add, or to take when negative; the
--       time in seconds when all of it may go; group; then for each entry whose buyer is not known: its id, phone, ticket
--
-- Answers 0, with nothing done, when another correction came between.
if (redis.call('HGET', KEYS[1], 'version') or '') ~= ARGV[1] then
    return 0
end
redis.call('INCRBY', KEYS[2], ARGV[4])
redis.call('HSET', KEYS[1], 'epoch', ARGV[3], 'version', ARGV[2])
for i = 7, #ARGV, 3 do
    if #redis.call('XRANGE', KEYS[4], ARGV[i], ARGV[i]) == 1 then
        redis.call('HSETNX', KEYS[3], ARGV[i + 1], 'W' .. ARGV[i + 2] .. ' ' .. ARGV[i])
    end
end
-- It says BUSYGROUP when there is one.
redis.pcall('XGROUP', 'CREATE', KEYS[4], ARGV[6], '0', 'MKSTREAM')
for i = 1, 5 do
    redis.call('EXPIREAT', KEYS[i], ARGV[5])
end
return 1
