-- Serves the orders of one sale, in the order given, in one transaction that is committed before the
-- first row is answered.
--
-- in_orders  [{"phone": "13800000000", "ticket": "...", "latest": 1700000000000}, ...]; phone and ticket are
--            needed, latest is not: whoever sent the order gives up on it at that time, in milliseconds since
--            the epoch by this database's clock, and it is not recorded after it
--
-- Answers one row per order, in the order given:
--   answer      1 recorded (also when this very ticket is already recorded)
--               0 not recorded: no stock left, or the window is not open, or the order came after its latest
--                 time, or there is no such sale
--              -1 held by an older ticket
--   ticket, state, create_time, price, currency   of the purchase that this buyer holds; NULL with answer 0
--   phase       of the sale by the database's clock: -1 not open yet, 0 open, 1 closed; NULL: no such sale
--   stock_left, epoch            of the sale after these orders
--   decided_at  the database's clock at the decision
--
-- An error in the COMMIT or after it has SQLSTATE 08007 (transaction resolution unknown): the orders may be recorded.
-- With every other error that the procedure raises itself, nothing is.
--
-- A call repeated with the same tickets answers the same and records nothing twice, so whoever lost a
-- connection in mid-commit asks again. Never past the stock: the sale's row is locked first, and all
-- else is read after that, the clock and the price too: a purchase holds the price of its moment.
-- READ COMMITTED, because the gap locks of REPEATABLE READ would let the last orders of one sale and
-- the first of the next wait for each other. The phone and ticket are read one character wider than
-- their columns, because MariaDB cuts a longer value to fit, and the INSERT then refuses it.
-- The version in COMMENT is raised by every change: nodes compare it at their start.

DROP PROCEDURE IF EXISTS execute_seckill;

DELIMITER $$

CREATE PROCEDURE execute_seckill(IN in_sale BIGINT, IN in_orders JSON)
    COMMENT 'version 2'
    SQL SECURITY INVOKER
BEGIN
    DECLARE v_left INT;
    DECLARE v_epoch INT;
    DECLARE v_start TIMESTAMP(3);
    DECLARE v_end TIMESTAMP(3);
    DECLARE v_price BIGINT;
    DECLARE v_currency CHAR(3) CHARACTER SET ascii;
    DECLARE v_now TIMESTAMP(3);
    DECLARE v_phase INT;
    DECLARE v_taken INT;
    DECLARE v_may_be_committed INT DEFAULT 0;
    DECLARE v_orders INT DEFAULT JSON_LENGTH(in_orders);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK;
        IF v_may_be_committed = 1 THEN
            RESIGNAL SQLSTATE '08007';
        END IF;
        RESIGNAL;
    END;

    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;

    SELECT number, epoch, start_time, end_time, price, currency
      INTO v_left, v_epoch, v_start, v_end, v_price, v_currency
      FROM seckill
     WHERE seckill_id = in_sale
       FOR UPDATE;
    SET v_now = SYSDATE(3);
    SET v_phase = CASE WHEN v_now < v_start THEN -1 WHEN v_now < v_end THEN 0 WHEN v_end <= v_now THEN 1 END;

    IF v_phase = 0 AND v_left > 0 THEN
        IF v_orders <= v_left THEN
            BEGIN
                -- A buyer stands in the list twice: who was first is found out below.
                DECLARE EXIT HANDLER FOR 1062 SET v_taken = NULL;
                INSERT INTO purchase (seckill_id, user_phone, ticket, state, create_time, price, currency)
                SELECT in_sale, o.phone, o.ticket, 0, v_now, v_price, v_currency
                  FROM JSON_TABLE(in_orders, '$[*]' COLUMNS (
                           phone VARCHAR(16) CHARACTER SET ascii PATH '$.phone' ERROR ON EMPTY ERROR ON ERROR,
                           ticket VARCHAR(33) CHARACTER SET ascii PATH '$.ticket' ERROR ON EMPTY ERROR ON ERROR,
                           latest BIGINT PATH '$.latest' NULL ON EMPTY ERROR ON ERROR)) AS o
                  LEFT JOIN purchase AS held
                    ON held.seckill_id = in_sale AND held.user_phone = o.phone COLLATE ascii_bin
                 WHERE held.user_phone IS NULL
                   AND (o.latest IS NULL OR o.latest >= 1000 * UNIX_TIMESTAMP(v_now));
                SET v_taken = ROW_COUNT();
            END;
        END IF;
        IF v_taken IS NULL THEN
            INSERT INTO purchase (seckill_id, user_phone, ticket, state, create_time, price, currency)
            SELECT in_sale, newcomer.phone, newcomer.ticket, 0, v_now, v_price, v_currency
              FROM (SELECT o.position, o.phone, o.ticket,
                           ROW_NUMBER() OVER (PARTITION BY o.phone ORDER BY o.position) AS press
                      FROM JSON_TABLE(in_orders, '$[*]' COLUMNS (
                               position FOR ORDINALITY,
                               phone VARCHAR(16) CHARACTER SET ascii PATH '$.phone' ERROR ON EMPTY ERROR ON ERROR,
                               ticket VARCHAR(33) CHARACTER SET ascii PATH '$.ticket' ERROR ON EMPTY ERROR ON ERROR,
                               latest BIGINT PATH '$.latest' NULL ON EMPTY ERROR ON ERROR)) AS o
                      LEFT JOIN purchase AS held
                        ON held.seckill_id = in_sale AND held.user_phone = o.phone COLLATE ascii_bin
                     WHERE held.user_phone IS NULL
                       AND (o.latest IS NULL OR o.latest >= 1000 * UNIX_TIMESTAMP(v_now))) AS newcomer
             WHERE newcomer.press = 1
             ORDER BY newcomer.position
             LIMIT v_left;
            SET v_taken = ROW_COUNT();
        END IF;
        IF v_taken > 0 THEN
            UPDATE seckill SET number = number - v_taken WHERE seckill_id = in_sale;
            SET v_left = v_left - v_taken;
        END IF;
    END IF;

    SET v_may_be_committed = 1;
    COMMIT;

    IF v_taken = v_orders THEN
        SELECT 1 AS answer,
               o.ticket, 0 AS state, v_now AS create_time, v_price AS price, v_currency AS currency,
               v_phase AS phase, v_left AS stock_left, v_epoch AS epoch, v_now AS decided_at
          FROM JSON_TABLE(in_orders, '$[*]' COLUMNS (
                   position FOR ORDINALITY,
                   ticket VARCHAR(33) CHARACTER SET ascii PATH '$.ticket' ERROR ON EMPTY ERROR ON ERROR)) AS o
         ORDER BY o.position;
    ELSE
        SELECT CASE WHEN held.ticket IS NULL THEN 0 WHEN held.ticket = o.ticket COLLATE ascii_bin THEN 1 ELSE -1 END
                   AS answer,
               held.ticket, held.state, held.create_time, held.price, held.currency,
               v_phase AS phase, v_left AS stock_left, v_epoch AS epoch, v_now AS decided_at
          FROM JSON_TABLE(in_orders, '$[*]' COLUMNS (
                   position FOR ORDINALITY,
                   phone VARCHAR(16) CHARACTER SET ascii PATH '$.phone' ERROR ON EMPTY ERROR ON ERROR,
                   ticket VARCHAR(33) CHARACTER SET ascii PATH '$.ticket' ERROR ON EMPTY ERROR ON ERROR)) AS o
          LEFT JOIN purchase AS held
            ON held.seckill_id = in_sale AND held.user_phone = o.phone COLLATE ascii_bin
         ORDER BY o.position;
    END IF;
END$$

DELIMITER ;
