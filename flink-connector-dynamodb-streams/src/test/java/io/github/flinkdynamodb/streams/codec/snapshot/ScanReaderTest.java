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
import io.github.flinkdynamodb.streams.model.Image;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScanReaderTest {

    private static final String PAGE =
            "{'ConsumedCapacity':{'CapacityUnits':0.5,'TableName':'orders'},'Count':2,"
                    + "'Items':[{'id':{'N':'1'},'s':{'S':'a'}},{'id':{'N':'2'}}],"
                    + "'LastEvaluatedKey':{'id':{'N':'2'}},'ScannedCount':2}";

    @Test
    void itemsComeInOrderAndTheKeyToGoOnAfterIsKnownAtTheEnd() {
        ScanReader reader = reader(PAGE, ItemReader.skipping());

        List<Image> items = items(reader);

        assertThat(items)
                .extracting(item -> item.attributes().keySet().toString())
                .containsExactly("[id, s]", "[id]");
        assertThat(items).extracting(item -> item.get("id").n()).containsExactly("1", "2");
        assertThat(reader.lastEvaluatedKey()).isEqualTo("{\"id\":{\"N\":\"2\"}}");
        assertThat(reader.next()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'ConsumedCapacity':{'CapacityUnits':0.5,'TableName':'t'},'Items':[{}]} | 0.5",
                "{'Items':[{}],'ConsumedCapacity':{'TableName':'t','CapacityUnits':128.0}} | 128",
                "{'Items':[{}],'ConsumedCapacity':{'CapacityUnits':1e2}} | 100",
                "{'Items':[{}],'ConsumedCapacity':{'Table':{'CapacityUnits':7}}} | 0",
                "{'Items':[{}],'ConsumedCapacity':{'CapacityUnits':null}} | 0",
                "{'Items':[{}],'ConsumedCapacity':null} | 0",
                "{'Items':[{}],'ConsumedCapacity':{}} | 0",
                "{'Items':[{}]} | 0"
            })
    void consumedCapacityIsKnownAtTheEndWhereverItStands(String page, double units) {
        ScanReader reader = reader(page, ItemReader.skipping());

        assertThat(items(reader)).hasSize(1);
        assertThat(reader.consumedUnits()).isEqualTo(units);
    }

    @Test
    void itemsAreIndexedByAPlanAsTheyAreRead() {
        ItemPlan plan = new ItemPlan();
        int id = plan.want("id").slot();
        int absent = plan.want("s").slot();
        ItemIndex index = new ItemIndex(plan);
        ScanReader reader = reader(PAGE, index);
        List<String> found = new ArrayList<>();

        for (Image item = reader.next(); item != null; item = reader.next()) {
            found.add(index.of(item).text().text(index.token(id)));
            found.add(String.valueOf(index.token(absent).type()));
        }

        assertThat(found).containsExactly("1", "S", "2", "null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'Items':[],'Count':0}",
                "{'Items':null,'LastEvaluatedKey':null}",
                " { 'Items' : [ ] } "
            })
    void aPageMayHaveNoItemsAndBeTheLast(String page) {
        ScanReader reader = reader(page, ItemReader.skipping());

        assertThat(items(reader)).isEmpty();
        assertThat(reader.lastEvaluatedKey()).isNull();
    }

    @Test
    void aPageWithoutItemsMayStillGoOn() {
        ScanReader reader =
                reader("{'LastEvaluatedKey':{'id':{'N':'9'}},'Items':[]}", ItemReader.skipping());

        assertThat(items(reader)).isEmpty();
        assertThat(reader.lastEvaluatedKey()).isEqualTo("{\"id\":{\"N\":\"9\"}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | expected an object but found '[', at byte 0 of 2",
                "{'Items':7} | expected an array but found '7', at byte 9 of 11",
                "{'Items':[7]} | expected an object but found '7', at byte 10 of 13",
                "{'Items':[{} | the text ends too early, at byte 12 of 12",
                "{'Items':[{}],'Items':[]} | the page has items twice, at byte 22 of 25",
                "{'ConsumedCapacity':{'CapacityUnits':[]}} | expected a number but found '[',"
                        + " at byte 37 of 41",
                "{'Items':[]}x | expected the end of the text but found 'x', at byte 12 of 13"
            })
    void whatIsNotAnAnswerToScanIsRefusedWithThePlace(String page, String message) {
        ScanReader reader = reader(page.replace("''", "'"), ItemReader.skipping());

        assertThatThrownBy(() -> items(reader))
                .isInstanceOf(DecodeException.class)
                .hasMessage(message);
    }

    private static List<Image> items(ScanReader reader) {
        List<Image> items = new ArrayList<>();
        for (Image item = reader.next(); item != null; item = reader.next()) {
            items.add(item);
        }
        return items;
    }

    private static ScanReader reader(String page, ItemReader items) {
        return new ScanReader(page.replace('\'', '"').getBytes(StandardCharsets.UTF_8), items);
    }
}
