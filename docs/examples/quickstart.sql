-- The quickstart in SQL: tools/quickstart/run --sql gives this script to Flink's SQL client, with the address of
-- DynamoDB Local and the folder for files filled in.

SET 'sql-client.execution.result-mode' = 'tableau';
SET 'parallelism.default' = '1';
SET 'execution.checkpointing.interval' = '500 ms';

-- The orders as they are, those from before included: each change takes back what it replaces.
CREATE TABLE orders (
  id STRING,
  version BIGINT,
  status STRING,
  total DECIMAL(12, 2),
  customer ROW<name STRING, address ROW<city STRING>>,
  PRIMARY KEY (id) NOT ENFORCED
) WITH (
  'connector' = 'dynamodb-streams',
  'table-name' = 'quickstart-orders',
  'aws.region' = 'eu-west-1',
  'aws.endpoint' = 'http://localhost:8000',
  'aws.credentials.provider' = 'BASIC',
  'aws.credentials.basic.accesskeyid' = 'quickstart',
  'aws.credentials.basic.secretkey' = 'quickstart',
  'scan.startup.mode' = 'initial',
  'scan.changelog-mode' = 'full'
);

-- The same as a log: a row for each order from before and for each change, with what DynamoDB says of it.
CREATE TABLE order_changes (
  sequence_number STRING METADATA FROM 'sequence-number' VIRTUAL,
  event STRING METADATA FROM 'event-name' VIRTUAL,
  id STRING,
  version BIGINT,
  status STRING,
  total DECIMAL(12, 2)
) WITH (
  'connector' = 'dynamodb-streams',
  'table-name' = 'quickstart-orders',
  'aws.region' = 'eu-west-1',
  'aws.endpoint' = 'http://localhost:8000',
  'aws.credentials.provider' = 'BASIC',
  'aws.credentials.basic.accesskeyid' = 'quickstart',
  'aws.credentials.basic.secretkey' = 'quickstart',
  'scan.startup.mode' = 'initial',
  'scan.changelog-mode' = 'append-only'
);

CREATE TABLE change_files (
  sequence_number STRING,
  event STRING,
  id STRING,
  version BIGINT,
  status STRING,
  total DECIMAL(12, 2)
) WITH (
  'connector' = 'filesystem',
  'path' = 'file:///tmp/order-changes',
  'format' = 'csv',
  'sink.rolling-policy.rollover-interval' = '1 s',
  'sink.rolling-policy.check-interval' = '500 ms'
);

-- Goes on in the cluster, whatever the client does.
INSERT INTO change_files SELECT * FROM order_changes;

-- Revenue by status, as it changes; once a second is enough to look at.
SET 'table.exec.mini-batch.enabled' = 'true';
SET 'table.exec.mini-batch.allow-latency' = '1 s';
SET 'table.exec.mini-batch.size' = '1000';

SELECT status, COUNT(*) AS orders, CAST(SUM(total) AS DECIMAL(12, 2)) AS revenue
FROM orders
GROUP BY status;
