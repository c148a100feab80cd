-- Refuses to delete a sale that has purchases, or to change its id. One statement, safe to repeat. It copies no table:
-- without foreign_key_checks the rows that are there are not compared, so a purchase whose sale is gone does not fail it.

SET foreign_key_checks = 0;
SET @migration = IF(
    EXISTS (SELECT 1
              FROM information_schema.table_constraints
             WHERE table_schema = DATABASE()
               AND table_name = 'purchase'
               AND constraint_name = 'purchase_is_of_a_sale'),
    'DO 0',
    'ALTER TABLE purchase ADD CONSTRAINT purchase_is_of_a_sale FOREIGN KEY (seckill_id) REFERENCES seckill (seckill_id) ON DELETE RESTRICT ON UPDATE RESTRICT, ALGORITHM = INPLACE, LOCK = NONE');
PREPARE migration FROM @migration;
EXECUTE migration;
DEALLOCATE PREPARE migration;
SET foreign_key_checks = 1;
