-- Refuses the zero date and all other times that TIMESTAMP cannot hold: a server in non-strict mode stores them as zero.
-- One statement, safe to repeat. Where a sale has such a time already, nothing is added, because the statement would
-- fail; the application shows no such sale.

SET @migration = IF(
    EXISTS (SELECT 1
              FROM information_schema.table_constraints
             WHERE table_schema = DATABASE()
               AND table_name = 'seckill'
               AND constraint_name = 'times_are_in_the_range_of_timestamp')
    OR EXISTS (SELECT 1 FROM seckill WHERE YEAR(start_time) = 0 OR YEAR(end_time) = 0),
    'DO 0',
    'ALTER TABLE seckill ADD CONSTRAINT times_are_in_the_range_of_timestamp CHECK (YEAR(start_time) > 0 AND YEAR(end_time) > 0)');
PREPARE migration FROM @migration;
EXECUTE migration;
DEALLOCATE PREPARE migration;
