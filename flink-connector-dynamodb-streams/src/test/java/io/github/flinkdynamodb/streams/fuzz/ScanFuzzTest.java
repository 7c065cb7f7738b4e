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
package io.github.flinkdynamodb.streams.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.codec.item.ItemIndex;
import io.github.flinkdynamodb.streams.codec.item.ItemPlan;
import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.snapshot.ItemKeys;
import io.github.flinkdynamodb.streams.codec.snapshot.ScanReader;
import io.github.flinkdynamodb.streams.codec.snapshot.ScannedRecords;
import io.github.flinkdynamodb.streams.codec.text.ChangeRecordJson;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Hash128;
import io.github.flinkdynamodb.streams.model.Image;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever bytes come in answer to Scan: they are read, or refused with a {@link DecodeException};
 * and what is made of an item, its record, its keys and their hash, says the same of it.
 */
class ScanFuzzTest {

    private static final String ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders";

    private static final byte[] PAGE =
            ("{\"ConsumedCapacity\":{\"CapacityUnits\":128.5,\"TableName\":\"Orders\"},\"Count\":4,"
                            + "\"Items\":[{\"id\":{\"S\":\"h\\u00e9\"},\"at\":{\"N\":\"-1.50\"}},"
                            + "{\"at\":{\"N\":\"7E2\"},\"m\":{\"M\":{\"id\":{\"S\":\"x\"}}},"
                            + "\"id\":{\"S\":\"\"}},"
                            + "{\"id\":{\"B\":\"AAH+/w==\"},\"at\":{\"B\":\"\"},\"l\":{\"L\":[]}},"
                            + "{\"n\":{\"NULL\":true},\"id\":{\"N\":\"0\"},\"at\":{\"S\":\"]}\"}}],"
                            + "\"LastEvaluatedKey\":{\"id\":{\"N\":\"0\"},\"at\":{\"S\":\"]}\"}},"
                            + "\"ScannedCount\":4}")
                    .getBytes(StandardCharsets.UTF_8);

    private static final ItemKeys KEYS = new ItemKeys(List.of("id", "at"));
    private static final ScannedRecords RECORDS = new ScannedRecords(ARN, KEYS);

    @Test
    void pagesOfItemsAreReadOrRefused() {
        Fuzz.run(
                        "pages of items",
                        20_000,
                        seed -> isRead(Mutator.ofJson(new Random(seed)).mutate(PAGE)))
                .sawBoth();
    }

    private static boolean isRead(byte[] text) {
        List<Image> items = items(text, ItemReader.skipping());
        List<Image> indexed = items(text, index());
        assertThat(indexed == null).as(Fuzz.show(text)).isEqualTo(items == null);
        if (items == null) {
            return false;
        }
        for (int i = 0; i < items.size(); i++) {
            String item = items.get(i).json().utf8();
            assertThat(indexed.get(i).json().utf8()).as(Fuzz.show(text)).isEqualTo(item);
            saysTheSame(items.get(i), text);
        }
        return true;
    }

    private static ItemIndex index() {
        ItemPlan plan = new ItemPlan();
        plan.want("id");
        plan.want("m").want("id");
        return new ItemIndex(plan);
    }

    /** The items of a page; null if it is refused. */
    private static List<Image> items(byte[] text, ItemReader reader) {
        List<Image> items = new ArrayList<>();
        ScanReader page = new ScanReader(text, reader);
        try {
            for (Image item = page.next(); item != null; item = page.next()) {
                items.add(item);
            }
        } catch (DecodeException e) {
            return null;
        }
        assertThat(page.consumedUnits()).isNotNaN();
        return items;
    }

    private static void saysTheSame(Image item, byte[] text) {
        Hash128 hash = hash(item);
        ChangeRecord record = RECORDS.of(item, Instant.EPOCH);
        Image keys;
        try {
            keys = record.keys();
        } catch (DecodeException e) {
            assertThat(hash).as(Fuzz.show(text)).isNull();
            return;
        }
        assertThat(hash(keys)).as(Fuzz.show(text)).isEqualTo(hash);
        ChangeRecord alone = ChangeRecordJson.decode(ChangeRecordJson.toBytes(record), ARN, null);
        assertThat(alone.isSnapshot()).isTrue();
        assertThat(alone.keys().json().utf8()).isEqualTo(keys.json().utf8());
        assertThat(alone.newImage().json().utf8()).isEqualTo(item.json().utf8());
    }

    private static Hash128 hash(Image item) {
        try {
            return KEYS.hash(item);
        } catch (DecodeException e) {
            return null;
        }
    }
}
