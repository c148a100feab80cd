-- What a sale is called in the languages of the shop besides the default one, whose name and title are in seckill.
-- A table of its own, without a foreign key: creating it locks no table that nodes sell from, nodes of an older version
-- never read it, and the statement may be repeated.
CREATE TABLE IF NOT EXISTS sale_text (
    seckill_id BIGINT       NOT NULL,
    language   VARCHAR(8)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'ISO 639-1',
    name       VARCHAR(120) NOT NULL,
    title      VARCHAR(200) NOT NULL DEFAULT '' COMMENT 'empty: that of the default language is shown',
    PRIMARY KEY (seckill_id, language),
    CONSTRAINT sale_text_language_is_spoken CHECK (language IN ('zh')),
    CONSTRAINT sale_text_has_a_name CHECK (name <> '')
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4;
