-- One moment of a sale.
--
-- KEYS  epoch, stock, buyers, orders
--
-- Answers the version of the stock ('' when it was never loaded), its epoch, the units that may be reserved yet, and then
-- for each entry of the stream: its id, phone and ticket ('' when it has none) and what is known of this buyer.
local function field(fields, name)
    for i = 1, #fields, 2 do
        if fields[i] == name then
            return fields[i + 1]
        end
    end
    return ''
end
local load = redis.call('HMGET', KEYS[1], 'version', 'epoch')
local found = {load[1] or '', load[2] or '-1', redis.call('GET', KEYS[2]) or ''}
for _, entry in ipairs(redis.call('XRANGE', KEYS[4], '-', '+')) do
    local phone = field(entry[2], 'phone')
    found[#found + 1] = entry[1]
    found[#found + 1] = phone
    found[#found + 1] = field(entry[2], 'ticket')
    found[#found + 1] = redis.call('HGET', KEYS[3], phone) or ''
end
return found
