/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.flinkdynamodb.e2e.sinks;

import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.FaultRule;
import io.github.flinkdynamodb.tools.simulator.table.StreamViewType;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The table {@code orders} of a simulator. Some items are there before its stream is read, and are
 * not written again; others come, change and go, until they are told not to.
 */
final class Orders implements AutoCloseable {

    private static final String NAME = "orders";
    private static final String ID = "id";
    private static final int BUSY_ITEMS = 40;
    private static final int DELETIONS_PERCENT = 25;
    private static final int PAUSE_MILLIS = 5;
    private static final int SHARDS = 3;

    /** About five items, each of which costs half a read unit with its page. */
    private static final int PAGE_BYTES = 600;

    private static final String[] STATES = {"new", "paid", "shipped"};

    private final Simulator simulator = Simulator.builder().start();
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
    private final Random random = new Random(11);
    private final DynamoDbClient client;
    private ScheduledFuture<?> writing;
    private int version;
    private int deletions;

    /** Creates the table with that many items beside those that are written again. */
    Orders(int quietItems) {
        simulator.createTable(
                TableSettings.table(NAME)
                        .viewType(StreamViewType.NEW_AND_OLD_IMAGES)
                        .partitionKey(ID, "S")
                        .shards(SHARDS)
                        .scanPageBytes(PAGE_BYTES));
        client =
                DynamoDbClient.builder()
                        .endpointOverride(simulator.endpoint())
                        .region(Region.of(simulator.region()))
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("shop", "shop")))
                        .httpClient(UrlConnectionHttpClient.create())
                        .build();
        for (int i = 0; i < quietItems; i++) {
            put("quiet-" + i);
        }
        for (int i = 0; i < BUSY_ITEMS; i++) {
            put("busy-" + i);
        }
    }

    /** The options by which a SQL table finds this one, without the connector's name. */
    String options() {
        return "'aws.endpoint' = '"
                + simulator.endpoint()
                + "', 'aws.credentials.provider' = 'BASIC',"
                + " 'aws.credentials.basic.accesskeyid' = 'shop',"
                + " 'aws.credentials.basic.secretkey' = 'shop',"
                + " 'scan.poll.max-interval' = '200 ms'";
    }

    /** Begins to write, in a thread of its own. */
    void startWriting() {
        writing =
                writer.scheduleWithFixedDelay(
                        this::writeOnce, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Splits a shard of the stream. */
    void splitShard() {
        simulator.table(NAME).splitShard(simulator.table(NAME).openShardIds().get(0));
    }

    /**
     * Has scans stand after some pages, until they are let go on: no answer comes before the caller
     * gives up.
     *
     * @param pages how many pages come first, all scans together
     * @return what says how often a scan was held
     */
    FaultRule holdScans(int pages) {
        return simulator
                .faults()
                .add(
                        FaultRule.of(Fault.delay(Duration.ofMinutes(10)))
                                .on(Operation.SCAN)
                                .after(pages));
    }

    /** Lets scans go on, from now on. */
    void letScansGoOn(FaultRule held) {
        simulator.faults().remove(held);
    }

    /** Ends writing; fails if a write has failed. */
    void stopWriting() throws InterruptedException {
        writing.cancel(false);
        writer.shutdown();
        if (!writer.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("The writer doesn't end");
        }
        try {
            writing.get();
        } catch (CancellationException asItShouldEnd) {
            return;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A write failed", e.getCause());
        }
    }

    private void writeOnce() {
        String id = "busy-" + random.nextInt(BUSY_ITEMS);
        if (random.nextInt(100) < DELETIONS_PERCENT) {
            client.deleteItem(
                    delete -> delete.tableName(NAME).key(Map.of(ID, AttributeValue.fromS(id))));
            deletions++;
        } else {
            put(id);
        }
    }

    /** Every fifth item has no customer. */
    private void put(String id) {
        version++;
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(ID, AttributeValue.fromS(id));
        item.put("version", AttributeValue.fromN(Integer.toString(version)));
        item.put("status", AttributeValue.fromS(STATES[random.nextInt(STATES.length)]));
        item.put("total", AttributeValue.fromN(BigDecimal.valueOf(version, 2).toPlainString()));
        if (version % 5 != 0) {
            item.put("customer", AttributeValue.fromS("customer-" + random.nextInt(9)));
        }
        client.putItem(put -> put.tableName(NAME).item(item));
    }

    /** How many writes there were up to now; to be asked when nobody writes. */
    int puts() {
        return version;
    }

    /** How many deletions there were up to now; to be asked when nobody writes. */
    int deletions() {
        return deletions;
    }

    /** The sequence numbers of all changes of each item, in their order. */
    Map<String, List<String>> sequenceNumbersById() {
        return simulator.table(NAME).sequenceNumbersByKey();
    }

    /**
     * The items that a Scan finds, each as its id, customer, status, total and version, joined with
     * commas and in the order of their ids.
     */
    List<String> scan() {
        TreeSet<String> rows = new TreeSet<>();
        client.scanPaginator(scan -> scan.tableName(NAME).consistentRead(true))
                .items()
                .forEach(item -> rows.add(row(item)));
        return new ArrayList<>(rows);
    }

    private static String row(Map<String, AttributeValue> item) {
        AttributeValue customer = item.get("customer");
        return String.join(
                ",",
                item.get(ID).s(),
                customer == null ? SinkTable.NULL : customer.s(),
                item.get("status").s(),
                new BigDecimal(item.get("total").n()).setScale(2).toPlainString(),
                item.get("version").n());
    }

    @Override
    public void close() {
        writer.shutdownNow();
        client.close();
        simulator.close();
    }
}
