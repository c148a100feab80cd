-- Removes the entries of decided orders from the stream. Idempotent: a second call changes nothing more.
--
-- KEYS  epoch, stock, buyers, orders, poison
-- ARGV  group; the node at which the entries are pending; then for each entry: its id, phone, ticket, state, word
--       state is R, H, S, C, N or B. OrderState.java describes the states, their letters and words.
--
-- R and H are accepted from any node. Any other state is accepted only if the entry is pending at this node, because a node
-- that has claimed it may find the sale restocked. A unit is returned only if the buyer waits with exactly this entry: other
-- entries took no unit. Returns the ids of the entries that were still in the stream and are removed.

-- All keys are read before the first write, so that a key of the wrong type fails before any change.
local sold, back = {}, 0
local epoch = redis.call('HGET', KEYS[1], 'epoch') or '0'
local stock = redis.call('GET', KEYS[2])
redis.call('HLEN', KEYS[3])
redis.call('XLEN', KEYS[5])
local function decides(entry, state)
    if state == 'R' or state == 'H' then
        return true
    end
    -- NOGROUP: there is no group.
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
-- Entries at the start of the stream are trimmed in one step; XDEL of one entry costs several times as much.
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
    local phone, ticket, state, word = ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
    if state == 'R' then
        sold[#sold + 1] = phone
        sold[#sold + 1] = 'R' .. word
    else
        if redis.call('HGET', KEYS[3], phone) == 'W' .. ticket .. ' ' .. entry then
            back = back + 1
            local now = {H = 'R' .. word, S = 'S' .. ticket .. ' ' .. epoch}
            redis.call('HSET', KEYS[3], phone, now[state] or state .. ticket)
        end
        if state == 'B' then
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
-- INCRBY accepts only such a number. Any other value makes the stock be loaded again.
if back > 0 and stock and #stock < 17 and (stock == '0' or string.match(stock, '^-?[1-9]%d*$')) then
    redis.call('INCRBY', KEYS[2], back)
end
return gone
