-- Reserves one unit for each order, in the given order, and appends each order with a unit to the sale's stream. Atomic: a
-- unit is never taken without its entry in the stream.
--
-- KEYS  epoch, stock, buyers, orders
-- ARGV  the sale's epoch as the caller knows it; the most entries of the stream; 1 while the window is open, else 0;
--       then for each order: phone, ticket, latest time in milliseconds by this server's clock
--
-- Returns this server's clock in milliseconds and the epoch of the stock, or -1 if the stock is not loaded or older than the
-- caller's epoch: nothing is done then. After these one state per order:
-- W, R, S, C, L, F or D. OrderState.java describes the states and their letters.
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local load = redis.call('HMGET', KEYS[1], 'epoch', 'doubt', 'buyers')
local epoch = tonumber(string.match(load[1] or '', '^%d+$'))
local inDoubt = (tonumber(load[2] or '') or 0) > now
local function refusal(letter)
    return inDoubt and 'D' or load[3] and letter .. '?' or letter
end
local stock = redis.call('GET', KEYS[2]) or ''
-- DECRBY accepts only such a number. It would fail after the orders are in the stream, so check first.
local left = #stock < 17 and (stock == '0' or string.match(stock, '^-?[1-9]%d*$')) and tonumber(stock)
if not epoch or not left or epoch < tonumber(ARGV[1]) then
    return {now, -1}
end
-- All keys are read before the first write, so that a key of the wrong type fails before any change.
local room = tonumber(ARGV[2]) - redis.call('XLEN', KEYS[4])
local phones = {}
for i = 4, #ARGV, 3 do
    phones[#phones + 1] = ARGV[i]
end
local known = redis.call('HMGET', KEYS[3], unpack(phones))
local answers, reserved, mine, taken = {now, epoch}, {}, {}, 0
for n, phone in ipairs(phones) do
    local ticket, latest = ARGV[3 * n + 2], tonumber(ARGV[3 * n + 3])
    local held = mine[phone] or known[n] or ''
    local letter = string.sub(held, 1, 1)
    local answer
    if letter == 'W' then
        answer = held
        -- Written again, so that a WAIT on this connection covers it, too.
        reserved[#reserved + 1] = phone
        reserved[#reserved + 1] = held
    elseif letter == 'R' then
        answer = held
    elseif letter ~= '' and string.match(held, '^.([^ ]*)') == ticket then
        -- A repeated call: its first reservation has been refused since. One ticket is one order.
        answer = (letter == 'S' or letter == 'C') and letter or 'F'
    elseif ARGV[3] ~= '1' then
        answer = refusal('C')
    elseif latest < now then
        answer = 'L'
    elseif left <= taken then
        answer = refusal('S')
    elseif room <= taken then
        answer = 'F'
    else
        answer = 'W' .. ticket .. ' ' .. redis.call('XADD', KEYS[4], '*', 'phone', phone, 'ticket', ticket)
        taken = taken + 1
        mine[phone] = answer
        reserved[#reserved + 1] = phone
        reserved[#reserved + 1] = answer
    end
    answers[n + 2] = answer
end
if #reserved > 0 then
    redis.call('HSET', KEYS[3], unpack(reserved))
end
if taken > 0 then
    redis.call('DECRBY', KEYS[2], taken)
    local lifetime = redis.call('PTTL', KEYS[1])
    if lifetime > 0 and redis.call('PTTL', KEYS[3]) < 0 then
        redis.call('PEXPIRE', KEYS[3], lifetime)
    end
end
return answers
