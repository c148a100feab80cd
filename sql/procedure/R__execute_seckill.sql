-- Serves the orders of one sale, in the order given, in one transaction that is committed before the
-- first row is answered.
--
-- in_orders  [{"phone": "13800000000", "ticket": "..."}, ...]; both are required in each order
--
-- Answers one row per order, in the order given:
--   answer      1 recorded (also when this very ticket is already recorded)
--               0 over: no stock left, or the window is not open, or there is no such sale
--              -1 held by an older ticket
--   ticket, state, create_time   of the purchase that this buyer holds, NULL with answer 0
--   phase      -1 not open yet, 0 open, 1 closed by the database's clock; NULL: no such sale
--   stock_left, epoch            of the sale after these orders
--   decided_at                   the database's clock at the decision
--
-- A call repeated with the same tickets answers the same and records nothing twice, so whoever lost
-- a connection in mid-commit asks again. Never past the stock: the sale's row is locked first, and
-- everything is read after that. READ COMMITTED, because the gap locks of REPEATABLE READ would let
-- the last orders of one sale and the first of the next wait for each other.

CREATE OR REPLACE PROCEDURE execute_seckill(IN in_sale BIGINT, IN in_orders JSON)
SQL SECURITY INVOKER
BEGIN
    DECLARE v_left INT;
    DECLARE v_epoch INT;
    DECLARE v_phase INT;
    DECLARE v_taken INT DEFAULT 0;
    DECLARE v_now TIMESTAMP(3);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK;
        RESIGNAL;
    END;
END;
