-- Adds ARGV[1] to KEYS[1]. Returns { the sum, the length of ARGV[2], ARGV[2], nil, KEYS[1] }.
local sum = redis.call('INCRBY', KEYS[1], ARGV[1])
return { sum, #ARGV[2], { ARGV[2] }, false, KEYS[1] }
