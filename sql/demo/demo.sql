-- Four sales for the one-command run, in ONE statement: the launcher sends this file as it is.
-- Run at every start. A sale that exists keeps its name, its stock and its purchases; its window moves, and what
-- the shop says of the goods is said anew.
INSERT INTO seckill (seckill_id, name, title, picture, price, list_price, currency, number, offered, start_time, end_time)
VALUES
    (1000, 'Phone at half price', 'A 6.7-inch screen, 256 GB, and two days on one charge',
     'img/sale/phone.svg', 199900, 399900, 'CNY', 100, 100, NOW(3) - INTERVAL 1 HOUR, NOW(3) + INTERVAL 7 DAY),
    (1001, 'Headphones for a song', 'Wireless, over the ear, forty hours of quiet',
     'img/sale/headphones.svg', 9900, 59900, 'CNY', 200, 200, NOW(3) + INTERVAL 1 MINUTE, NOW(3) + INTERVAL 121 MINUTE),
    (1002, 'Yesterday''s tablet', 'An 11-inch screen with a pen, for drawing and for reading',
     'img/sale/tablet.svg', 129900, 259900, 'CNY', 300, 300, NOW(3) - INTERVAL 2 DAY, NOW(3) - INTERVAL 1 DAY),
    (1003, 'Last year''s watch', 'Pulse, steps and sleep, and dry down to fifty metres',
     'img/sale/watch.svg', 49900, 99900, 'CNY', 0, 150, NOW(3) - INTERVAL 1 HOUR, NOW(3) + INTERVAL 7 DAY)
ON DUPLICATE KEY UPDATE
    title = VALUES(title),
    picture = VALUES(picture),
    price = VALUES(price),
    list_price = VALUES(list_price),
    currency = VALUES(currency),
    start_time = VALUES(start_time),
    end_time = VALUES(end_time);
