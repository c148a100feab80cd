-- Takes entries whose orders are decided out of the stream, each once, however often it is called.
--
-- KEYS  epoch, stock, buyers, orders, poison
-- ARGV  group; the node that holds the entries; then for each entry: its id, phone, ticket, verdict, word
--   R  recorded: the unit is sold; the word is the ticket of the buyer's purchase
--   H  the buyer held one before, by the ticket that is the word: the unit goes back
--   S C N  refused, because of no stock, a closed window, a window not open yet: the unit goes back
--   B  set aside as poison, for the cause that is the word: the unit goes back
--
-- Only the database's word that the buyer holds one counts from any node: for any other the entry must be in the hands of
-- this one, for whoever took it over may find the sale restocked. A unit goes back only when the buyer waits with this very
-- entry: whatever else is in the stream took none. Answers the ids of those that were there still.

-- All keys are read before the first is written, so that one of the wrong type fails with nothing done.
local sold, back = {}, 0
local epoch = redis.call('HGET', KEYS[1], 'epoch') or '0'
local stock = redis.call('GET', KEYS[2])
redis.call('HLEN', KEYS[3])
redis.call('XLEN', KEYS[5])
local function decides(entry, verdict)
    if verdict == 'R' or verdict == 'H' then
        return true
    end
    -- It says NOGROUP when there is none.
    local held = redis.pcall('XPENDING', KEYS[4], ARGV[1], entry, entry, 1)[1]
    return type(held) == 'table' and held[2] == ARGV[2]
end
local at, decided = {}, {}
for i = 3, #ARGV, 5 do
    if not at[ARGV[i]] and decides(ARGV[i], ARGV[i + 3]) then
        at[ARGV[i]] = i
        decided[#decided + 1] = ARGV[i]
    end
end
-- What the stream begins with is cut off in one step: to be searched for, an entry costs several times as much.
local gone, last = {}, nil
for _, entry in ipairs(#decided > 0 and redis.call('XRANGE', KEYS[4], '-', '+', 'COUNT', #decided) or {}) do
    if not at[entry[1]] then
        break
    end
    last = entry[1]
    gone[#gone + 1] = last
end
if last then
    local ms, number = string.match(last, '^(%d+)-(%d+)$')
    redis.call('XTRIM', KEYS[4], 'MINID', ms .. '-' .. string.format('%.0f', number + 1))
end
local cut = #gone
for _, entry in ipairs(decided) do
    if cut < #decided and redis.call('XDEL', KEYS[4], entry) == 1 then
        gone[#gone + 1] = entry
    end
end
if #gone > 0 then
    redis.call('XACK', KEYS[4], ARGV[1], unpack(gone))
end
for _, entry in ipairs(gone) do
    local i = at[entry]
    local phone, ticket, verdict, word = ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
    if verdict == 'R' then
        sold[#sold + 1] = phone
        sold[#sold + 1] = 'R' .. word
    else
        if redis.call('HGET', KEYS[3], phone) == 'W' .. ticket .. ' ' .. entry then
            back = back + 1
            local now = {H = 'R' .. word, S = 'S' .. ticket .. ' ' .. epoch}
            redis.call('HSET', KEYS[3], phone, now[verdict] or verdict .. ticket)
        end
        if verdict == 'B' then
            redis.call('XADD', KEYS[5], 'MAXLEN', '~', 100000, '*',
                'phone', phone, 'ticket', ticket, 'entry', entry, 'cause', word)
        end
    end
end
if #sold > 0 then
    redis.call('HSET', KEYS[3], unpack(sold))
end
local lifetime = redis.call('PTTL', KEYS[1])
if lifetime > 0 and redis.call('PTTL', KEYS[5]) == -1 then
    redis.call('PEXPIRE', KEYS[5], lifetime)
end
-- Redis can add to nothing else; whatever it is, it is loaded again.
if back > 0 and stock and #stock < 17 and (stock == '0' or string.match(stock, '^-?[1-9]%d*$')) then
    redis.call('INCRBY', KEYS[2], back)
end
return gone
