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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.codec.item.ItemIndex;
import io.github.flinkdynamodb.streams.codec.item.ItemPlan;
import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.text.ChangeRecordJson;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.ChangeType;
import io.github.flinkdynamodb.streams.model.Image;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScannedRecordsTest {

    private static final String ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders";
    private static final Instant TIME = Instant.parse("2026-11-29T12:00:00Z");

    private static final byte[] PAGE =
            ("{\"Items\":[{\"id\":{\"N\":\"7\"},\"s\":{\"S\":\"a\\\"\u00e9\"}},"
                            + "{\"s\":{\"S\":\"b\"}}]}")
                    .getBytes(StandardCharsets.UTF_8);

    private final ScannedRecords records = new ScannedRecords(ARN, new ItemKeys(List.of("id")));
    private final ScanReader page = new ScanReader(PAGE, ItemReader.skipping());
    private final Image item = page.next();

    @Test
    void aRecordSaysWhatAScanKnowsAndNoMore() {
        ChangeRecord record = records.of(item, TIME);

        assertThat(record.isSnapshot()).isTrue();
        assertThat(record.isExported()).isFalse();
        assertThat(record.eventName()).isEqualTo("SNAPSHOT");
        assertThat(record.changeType()).isEqualTo(ChangeType.SNAPSHOT);
        assertThat(record.awsRegion()).isEqualTo("eu-west-1");
        assertThat(record.eventSource()).isEqualTo("aws:dynamodb");
        assertThat(record.approximateCreationTime()).isEqualTo(TIME);
        assertThat(record.tableName()).isEqualTo("Orders");
        assertThat(record.newImage()).isSameAs(item);
        assertThat(record.keys().json().utf8()).isEqualTo("{\"id\":{\"N\":\"7\"}}");
        assertThat(record.isTtlExpiry()).isFalse();
        assertThat(record)
                .extracting(
                        ChangeRecord::streamArn,
                        ChangeRecord::shardId,
                        ChangeRecord::eventId,
                        ChangeRecord::eventVersion,
                        ChangeRecord::oldImage,
                        ChangeRecord::sequenceNumber,
                        ChangeRecord::sizeBytes,
                        ChangeRecord::streamViewType,
                        ChangeRecord::userIdentity)
                .containsOnlyNulls();
    }

    @Test
    void theItemIsTheNewImageWithNothingCopiedAndIsFoundByItsIndex() {
        ItemPlan plan = new ItemPlan();
        int slot = plan.want("id").slot();
        ItemIndex index = new ItemIndex(plan);
        Image indexed = new ScanReader(PAGE, index).next();

        Image newImage = records.of(indexed, TIME).newImage();

        assertThat(newImage.json().bytes()).isSameAs(PAGE);
        assertThat(index.of(newImage).text().text(index.token(slot))).isEqualTo("7");
    }

    @Test
    void theTextHasTheFormOfAChangeWithTheItemAsItIs() {
        assertThat(records.of(item, TIME).json().utf8())
                .isEqualTo(
                        "{\"eventName\":\"SNAPSHOT\",\"awsRegion\":\"eu-west-1\","
                                + "\"eventSource\":\"aws:dynamodb\",\"dynamodb\":{"
                                + "\"ApproximateCreationDateTime\":1795953600,"
                                + "\"Keys\":{\"id\":{\"N\":\"7\"}},"
                                + "\"NewImage\":{\"id\":{\"N\":\"7\"},"
                                + "\"s\":{\"S\":\"a\\\"\u00e9\"}}}}");
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        ChangeRecord record =
                new ScannedRecords("table/Orders", new ItemKeys(List.of("id"))).of(item, null);

        assertThat(record.awsRegion()).isNull();
        assertThat(record.json().utf8())
                .startsWith(
                        "{\"eventName\":\"SNAPSHOT\",\"eventSource\":\"aws:dynamodb\","
                                + "\"dynamodb\":{\"Keys\":");
    }

    @Test
    void keysAndTextAreCreatedOnce() {
        ChangeRecord record = records.of(item, TIME);

        assertThat(record.keys()).isSameAs(record.keys());
        assertThat(record.json()).isSameAs(record.json());
    }

    @Test
    void anItemWithoutItsKeyFailsWhenTheKeysAreAskedForAndNotBefore() {
        ChangeRecord record = records.of(page.next(), TIME);

        assertThat(record.newImage().get("s").s()).isEqualTo("b");
        assertThatThrownBy(record::keys)
                .isInstanceOf(DecodeException.class)
                .hasMessage("the item has no attribute 'id', which is a key");
    }

    @Test
    void aRecordComesBackFromItsTextAndItsArn() {
        ChangeRecord record = records.of(item, TIME);

        ChangeRecord back = ChangeRecordJson.decode(ChangeRecordJson.toBytes(record), ARN, null);

        assertSame(back, record);
    }

    @Test
    void aDetachedRecordHoldsNothingOfThePage() {
        ChangeRecord record = records.of(item, TIME);

        ChangeRecord detached = ChangeRecordJson.detach(record);

        assertSame(detached, record);
        assertThat(detached.newImage().json().bytes()).isSameAs(detached.json().bytes());
        assertThat(detached.json().bytes()).isNotSameAs(PAGE);
        assertThat(ChangeRecordJson.detach(detached)).isSameAs(detached);
    }

    private static void assertSame(ChangeRecord actual, ChangeRecord expected) {
        assertThat(actual.isSnapshot()).isTrue();
        assertThat(actual.json().utf8()).isEqualTo(expected.json().utf8());
        assertThat(actual.keys()).isEqualTo(expected.keys());
        assertThat(actual.newImage()).isEqualTo(expected.newImage());
        assertThat(actual.approximateCreationTime()).isEqualTo(expected.approximateCreationTime());
        assertThat(actual.awsRegion()).isEqualTo(expected.awsRegion());
        assertThat(actual.tableName()).isEqualTo(expected.tableName());
        assertThat(actual.streamArn()).isNull();
    }
}
