-- Reads some entries of a sale and its state at this moment.
--
-- KEYS  epoch, stock, buyers, orders, poison
-- ARGV  group; the first entry; the last entry, '+' for the end; the most entries; a version for a stock that has none;
--       the expiry of the keys in seconds; the last two are '' to change nothing
--
-- Returns the version of the stock ('' for none), its epoch (-1 if it was never loaded), the units that can still be
-- reserved ('' if Redis cannot count with the value), the length of the stream, the last entry that was delivered to a node
-- ('0-0' for none), and then for each entry: its id, phone and ticket ('' for none) and the state of its buyer ('' for none).
local function field(fields, name)
    for i = 1, #fields, 2 do
        if fields[i] == name then
            return fields[i + 1]
        end
    end
    return ''
end
local given = '0-0'
-- Fails if there is no stream.
for _, group in ipairs(redis.pcall('XINFO', 'GROUPS', KEYS[4])) do
    if field(group, 'name') == ARGV[1] then
        given = field(group, 'last-delivered-id')
    end
end
local load = redis.call('HMGET', KEYS[1], 'version', 'epoch')
if ARGV[5] ~= '' then
    if not load[1] then
        load[1] = ARGV[5]
        redis.call('HSET', KEYS[1], 'version', load[1])
    end
    -- The end of the sale may have changed, and a key may be new.
    for _, key in ipairs(KEYS) do
        redis.call('EXPIREAT', key, ARGV[6])
    end
end
local stock = redis.call('GET', KEYS[2]) or ''
local isNumber = #stock < 17 and (stock == '0' or string.match(stock, '^-?[1-9]%d*$'))
local epoch = string.match(load[2] or '', '^%d+$')
local found = {
    load[1] or '', epoch and #epoch < 10 and epoch or '-1', isNumber and stock or '',
    tostring(redis.call('XLEN', KEYS[4])), given}
for _, entry in ipairs(redis.call('XRANGE', KEYS[4], ARGV[2], ARGV[3], 'COUNT', ARGV[4])) do
    local phone = field(entry[2], 'phone')
    found[#found + 1] = entry[1]
    found[#found + 1] = phone
    found[#found + 1] = field(entry[2], 'ticket')
    found[#found + 1] = redis.call('HGET', KEYS[3], phone) or ''
end
return found
