-- Adds stock to a sale, or returns units to it. Raises the epoch, so that every node forgets that the
-- sale was sold out. in_units is at least 1, and all of them count as offered: a unit that was given back is
-- offered a second time. Answers the stock and the epoch after it.
-- The version in COMMENT is raised by every change: nodes compare it at their start.

DROP PROCEDURE IF EXISTS restock_seckill;

DELIMITER $$

CREATE PROCEDURE restock_seckill(IN in_sale BIGINT, IN in_units INT)
    COMMENT 'version 2'
    SQL SECURITY INVOKER
BEGIN
    IF in_units IS NULL OR in_units < 1 THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'restock_seckill: units must be at least 1';
    END IF;
    -- offered first: it counts from the old stock, also where that was raised by hand above it.
    UPDATE seckill
       SET offered = GREATEST(offered, number) + in_units, number = number + in_units, epoch = epoch + 1
     WHERE seckill_id = in_sale;
    IF ROW_COUNT() = 0 THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'restock_seckill: there is no such sale';
    END IF;
    SELECT number AS stock_left, epoch FROM seckill WHERE seckill_id = in_sale;
END$$

DELIMITER ;
