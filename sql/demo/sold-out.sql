-- The sale that is sold out has buyers, so that its stock and its purchases agree. They are recorded once, also in a
-- database of an earlier version, which has none. Their numbers have 15 digits: with its country code, no real number
-- has so many, and nobody can log in as one of them.
INSERT INTO purchase (seckill_id, user_phone, ticket)
WITH RECURSIVE unit (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM unit WHERE n < 150)
SELECT seckill.seckill_id, LPAD(unit.n, 15, '0'), CONCAT('demo-', unit.n)
FROM seckill
JOIN unit ON unit.n <= seckill.offered - seckill.number
    - (SELECT COUNT(*) FROM purchase WHERE purchase.seckill_id = seckill.seckill_id AND purchase.state >= 0)
WHERE seckill.seckill_id = 1003
  AND NOT EXISTS (SELECT 1 FROM purchase WHERE purchase.seckill_id = 1003 AND purchase.ticket LIKE 'demo-%');
