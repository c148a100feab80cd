-- Four sales for the one-command run, in ONE statement: the launcher sends this file as it is.
-- Run at every start. A sale that exists keeps its name, its stock and its purchases; only its window moves.
INSERT INTO seckill (seckill_id, name, number, start_time, end_time)
VALUES
    (1000, 'Phone at half price', 100, NOW(3) - INTERVAL 1 HOUR, NOW(3) + INTERVAL 7 DAY),
    (1001, 'Headphones for a song', 200, NOW(3) + INTERVAL 1 MINUTE, NOW(3) + INTERVAL 121 MINUTE),
    (1002, 'Yesterday''s tablet', 300, NOW(3) - INTERVAL 2 DAY, NOW(3) - INTERVAL 1 DAY),
    (1003, 'Last year''s watch', 0, NOW(3) - INTERVAL 1 HOUR, NOW(3) + INTERVAL 7 DAY)
ON DUPLICATE KEY UPDATE
    start_time = VALUES(start_time),
    end_time = VALUES(end_time);
