-- What a shop says of the goods, and what each buyer agreed to pay. Money is a whole number of the currency's
-- minor units. The checks refuse what the application could not read, so that who writes it hears of it.

-- The defaults are for purchases made before: the sales had no price then. No check here, because adding one
-- copies a table that may be long, and the procedure writes only what is checked below.
ALTER TABLE purchase
    ADD COLUMN price    BIGINT NOT NULL DEFAULT 0 COMMENT 'agreed to by the buyer, in minor units',
    ADD COLUMN currency CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'CNY' COMMENT 'ISO 4217';

ALTER TABLE seckill
    ADD COLUMN title      VARCHAR(200) NOT NULL DEFAULT '' COMMENT 'one line about the goods',
    ADD COLUMN picture    VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'img/parcel.svg' COMMENT 'a file below web-static/',
    ADD COLUMN price      BIGINT NOT NULL DEFAULT 0 COMMENT 'in minor units',
    ADD COLUMN list_price BIGINT NULL COMMENT 'in minor units; NULL: there is none to strike out',
    ADD COLUMN currency   CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'CNY' COMMENT 'ISO 4217',
    ADD COLUMN offered    INT NOT NULL DEFAULT (number) COMMENT 'all units ever offered, sold ones too',
    ADD CONSTRAINT picture_is_a_relative_path CHECK (picture NOT REGEXP '[^A-Za-z0-9._/-]|(^|/)([./]|$)'),
    ADD CONSTRAINT price_is_never_negative CHECK (price >= 0),
    ADD CONSTRAINT list_price_is_above_the_price CHECK (list_price > price),
    ADD CONSTRAINT currency_is_three_capitals CHECK (CHAR_LENGTH(currency) = 3 AND currency NOT REGEXP '[^A-Z]');

-- The older version may be selling still. The first UPDATE locks every sale, so that nobody buys between the count
-- and the commit. READ COMMITTED, because the count would otherwise wait for purchases, and deadlock with whoever
-- voids one and then gives its unit back to the sale.
SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
START TRANSACTION;
UPDATE seckill SET offered = number;
UPDATE seckill
   SET offered = LEAST(2147483647, number + (SELECT COUNT(*)
                                               FROM purchase
                                              WHERE purchase.seckill_id = seckill.seckill_id
                                                AND purchase.state >= 0));
COMMIT;
