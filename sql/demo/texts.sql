-- What the demo sales are called in Chinese, in ONE statement: the launcher sends this file as it is, after demo.sql.
INSERT INTO sale_text (seckill_id, language, name, title)
VALUES
    (1000, 'zh', '半价手机', '6.7 英寸屏幕，256 GB 存储，充电一次可用两天'),
    (1001, 'zh', '超值耳机', '无线头戴式，降噪续航四十小时'),
    (1002, 'zh', '昨日平板', '11 英寸屏幕，配手写笔，可画可读'),
    (1003, 'zh', '去年款手表', '心率、步数与睡眠监测，防水五十米')
ON DUPLICATE KEY UPDATE
    name = VALUES(name),
    title = VALUES(title);
