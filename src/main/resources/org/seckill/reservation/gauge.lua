-- What an operator watches of a sale.
--
-- KEYS  epoch, stock, buyers, orders, poison
--
-- Answers how many entries wait, how many milliseconds ago the oldest of them was written (0 when there is none), and how
-- many were set aside.
local clock = redis.call('TIME')
local oldest = redis.call('XRANGE', KEYS[4], '-', '+', 'COUNT', 1)[1]
local age = 0
if oldest then
    local written = tonumber(string.match(oldest[1], '^%d+'))
    age = math.max(0, clock[1] * 1000 + math.floor(clock[2] / 1000) - written)
end
return {redis.call('XLEN', KEYS[4]), age, redis.call('XLEN', KEYS[5])}
