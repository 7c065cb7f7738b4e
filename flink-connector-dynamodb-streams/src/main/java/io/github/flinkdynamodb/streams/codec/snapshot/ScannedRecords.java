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
package io.github.flinkdynamodb.streams.codec.snapshot;

import io.github.flinkdynamodb.streams.codec.json.JsonWriter;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.model.ScannedFields;
import java.time.Instant;
import org.apache.flink.annotation.Internal;

/**
 * Creates the records of a table's scanned items: {@link ChangeRecord#isSnapshot()} with the item
 * as its new image. The item isn't copied or decoded; keys and text are created when they are asked
 * for. Immutable; threads share it.
 */
@Internal
public final class ScannedRecords {

    private static final String EVENT_NAME = "SNAPSHOT";
    private static final String EVENT_SOURCE = "aws:dynamodb";
    private static final int REGION_IN_ARN = 3;

    private final String tableArn;
    private final String region;
    private final ItemKeys keys;

    /**
     * Creates records of a table.
     *
     * @param tableArn the table's ARN, as DescribeTable returned it
     * @param keys finds the keys of its items
     */
    public ScannedRecords(String tableArn, ItemKeys keys) {
        this.tableArn = tableArn;
        this.region = regionOf(tableArn);
        this.keys = keys;
    }

    /** Stand-ins of the service may leave the region out. */
    static String regionOf(String arn) {
        String[] parts = arn.split(":");
        return parts.length <= REGION_IN_ARN || parts[REGION_IN_ARN].isEmpty()
                ? null
                : parts[REGION_IN_ARN];
    }

    /**
     * Creates the record of an item.
     *
     * @param item the item
     * @param time by which every change made is in the item; becomes the creation time. Null if
     *     there is none
     * @return the record, which keeps the item's page in memory
     */
    public ChangeRecord of(Image item, Instant time) {
        return ChangeRecord.builder()
                .readFrom(tableArn, null)
                .eventName(EVENT_NAME)
                .eventSource(EVENT_SOURCE)
                .awsRegion(region)
                .approximateCreationTime(time)
                .newImage(item)
                .scanned(new Fields(this, item, time))
                .build();
    }

    private ByteSlice json(Image item, Image keysOfItem, Instant time) {
        JsonWriter writer = new JsonWriter().beginObject();
        writer.name("eventName").string(EVENT_NAME);
        if (region != null) {
            writer.name("awsRegion").string(region);
        }
        writer.name("eventSource").string(EVENT_SOURCE).name("dynamodb").beginObject();
        if (time != null) {
            writer.name("ApproximateCreationDateTime").seconds(time);
        }
        writer.name("Keys").json(keysOfItem.json()).name("NewImage").json(item.json());
        byte[] json = writer.endObject().endObject().toBytes();
        return new ByteSlice(json, 0, json.length);
    }

    /** Of one item. What two threads create at the same time is the same. */
    private static final class Fields implements ScannedFields {

        private final ScannedRecords records;
        private final Image item;
        private final Instant time;
        private Image keys;
        private ByteSlice json;

        Fields(ScannedRecords records, Image item, Instant time) {
            this.records = records;
            this.item = item;
            this.time = time;
        }

        @Override
        public Image keys() {
            Image created = keys;
            if (created == null) {
                created = records.keys.of(item);
                keys = created;
            }
            return created;
        }

        @Override
        public ByteSlice json() {
            ByteSlice created = json;
            if (created == null) {
                created = records.json(item, keys(), time);
                json = created;
            }
            return created;
        }
    }
}
