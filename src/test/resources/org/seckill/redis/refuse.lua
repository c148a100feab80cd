return redis.error_reply('REFUSED by ' .. KEYS[1])
