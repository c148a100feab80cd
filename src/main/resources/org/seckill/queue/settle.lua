-- Takes entries whose orders are decided out of the stream, each once, however often it is called.
--
-- KEYS  epoch, stock, buyers, orders, poison
-- ARGV  group; then for each entry: its id, phone, ticket, verdict, word
--   R  recorded: the unit is sold; the word is the ticket of the buyer's purchase
--   H  the buyer held one before, by the ticket that is the word: the unit goes back
--   S C N  refused, because of no stock, a closed window, a window not open yet: the unit goes back
--   B  set aside as poison, for the cause that is the word: the unit goes back
--
-- A unit goes back only when the buyer waits with this very entry: whatever else is in the stream took none. Answers how
-- many entries there were still.
local sold, settled, back = {}, 0, 0
local epoch = redis.call('HGET', KEYS[1], 'epoch') or '0'
for i = 2, #ARGV, 5 do
    local entry, phone, ticket, verdict, word = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
    redis.call('XACK', KEYS[4], ARGV[1], entry)
    if redis.call('XDEL', KEYS[4], entry) == 1 then
        settled = settled + 1
        if verdict == 'R' then
            sold[#sold + 1] = phone
            sold[#sold + 1] = 'R' .. word
        else
            local waits = redis.call('HGET', KEYS[3], phone) == 'W' .. ticket .. ' ' .. entry
            if waits then
                back = back + 1
                local now = {H = 'R' .. word, S = 'S' .. ticket .. ' ' .. epoch}
                redis.call('HSET', KEYS[3], phone, now[verdict] or verdict .. ticket)
            end
            if verdict == 'B' then
                redis.call('XADD', KEYS[5], '*', 'phone', phone, 'ticket', ticket, 'entry', entry, 'cause', word)
            end
        end
    end
end
if #sold > 0 then
    redis.call('HSET', KEYS[3], unpack(sold))
end
if back > 0 then
    redis.call('INCRBY', KEYS[2], back)
end
return settled
