-- Some entries of a sale, and how it stood at this moment.
--
-- KEYS  epoch, stock, buyers, orders, poison
-- ARGV  group; from which entry on; up to which, '+' for the last; how many at most; a version for the stock if it has none;
--       the time in seconds when all of this may go; both '' to change nothing
--
-- Answers the version of the stock ('' when it has none), its epoch (-1 when it was never loaded), the units that may be
-- reserved yet ('' when that is no number that Redis counts with), how many entries there are, the last that some node was
-- given ('0-0' for none), and then for each entry: its id, phone and ticket ('' when it has none) and what is known of this
-- buyer.
local function field(fields, name)
    for i = 1, #fields, 2 do
        if fields[i] == name then
            return fields[i + 1]
        end
    end
    return ''
end
local given = '0-0'
-- It fails when there is no stream.
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
    -- The sale may have been prolonged, and a key made anew.
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
