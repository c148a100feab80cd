-- Reads the gauges of a sale.
--
-- KEYS  epoch, stock, buyers, orders, poison
--
-- Returns the length of the stream, the age of its oldest entry in milliseconds (0 if there is none), and the number of
-- entries that were set aside.
local clock = redis.call('TIME')
local oldest = redis.call('XRANGE', KEYS[4], '-', '+', 'COUNT', 1)[1]
local age = 0
if oldest then
    local written = tonumber(string.match(oldest[1], '^%d+'))
    age = math.max(0, clock[1] * 1000 + math.floor(clock[2] / 1000) - written)
end
return {redis.call('XLEN', KEYS[4]), age, redis.call('XLEN', KEYS[5])}
