-- Fingerprints of the secrets of the nodes that run, so that a node with another secret is found. Times are in UTC.
CREATE TABLE IF NOT EXISTS node_secret (
    node    VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'host, process and a random part',
    signs   CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'fingerprint of SECKILL_SECRET',
    accepts CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'fingerprint of SECKILL_SECRET_PREVIOUS, or empty',
    since   DATETIME(6) NOT NULL COMMENT 'when it was first seen, or seen again after it had been away',
    seen_at DATETIME(6) NOT NULL COMMENT 'when it was last seen',
    PRIMARY KEY (node)
) COMMENT = 'fingerprints of the secrets of the nodes that run';
