-- The truth of every sale. Times are TIMESTAMP: whatever time zone a session speaks, they name an instant.
-- create_time stands before the window on purpose: MariaDB before 10.10 gives the first TIMESTAMP
-- column that has no default an ON UPDATE of its own, which would move the window at each purchase.

CREATE TABLE seckill (
    seckill_id  BIGINT       NOT NULL AUTO_INCREMENT,
    name        VARCHAR(120) NOT NULL,
    number      INT          NOT NULL COMMENT 'stock left',
    create_time TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    start_time  TIMESTAMP(3) NOT NULL COMMENT 'the first instant at which a purchase counts',
    end_time    TIMESTAMP(3) NOT NULL COMMENT 'the first instant at which none counts any more',
    epoch       INT          NOT NULL DEFAULT 0 COMMENT 'raised by each restock: older sold-out marks count for nothing',
    PRIMARY KEY (seckill_id),
    KEY by_end (end_time),
    CONSTRAINT stock_is_never_negative CHECK (number >= 0),
    CONSTRAINT window_opens_before_it_closes CHECK (start_time < end_time)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 AUTO_INCREMENT = 1000;

-- The primary key, not any cache, is what forbids a second purchase.
CREATE TABLE purchase (
    seckill_id  BIGINT       NOT NULL,
    user_phone  VARCHAR(15)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'national digits, leading zeros kept',
    ticket      VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the id of the request that bought',
    state       TINYINT      NOT NULL DEFAULT 0 COMMENT '-1 void, 0 recorded, 1 paid, 2 shipped',
    create_time TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    PRIMARY KEY (seckill_id, user_phone),
    KEY by_buyer (user_phone, create_time),
    CONSTRAINT purchase_state_is_known CHECK (state BETWEEN -1 AND 2)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4;
