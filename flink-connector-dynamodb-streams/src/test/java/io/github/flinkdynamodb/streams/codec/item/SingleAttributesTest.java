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
package io.github.flinkdynamodb.streams.codec.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.json.JsonReader;
import io.github.flinkdynamodb.streams.codec.record.GetRecordsReader;
import io.github.flinkdynamodb.streams.codec.record.WirePage;
import io.github.flinkdynamodb.streams.codec.text.ChangeRecordJson;
import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An attribute that is asked for alone is the one that all attributes have. */
class SingleAttributesTest {

    private static final String ORDER =
            "{'orderId':{'S':'o-1'},'total':{'N':'12.50'},'lines':{'L':[{'M':{'total':{'N':'1'}}}]}}";

    private final ItemReader named = ItemReader.finding(List.of("total", "status", "total"));

    @Provide
    Arbitrary<WirePage> pages() {
        return Arbitraries.randomValue(random -> new WirePage(new Random(random.nextLong())));
    }

    @Property(tries = 500)
    void eachAttributeIsThatOfTheWholeItem(@ForAll("pages") WirePage sent) {
        List<String> names = new ArrayList<>(List.of("absent"));
        for (Image image : images(sent.body(), ItemReader.skipping())) {
            int half = names.size() + (image.attributes().size() + 1) / 2;
            image.attributes().keySet().stream().limit(half - names.size()).forEach(names::add);
        }
        ItemReader half = ItemReader.finding(names);

        List<Image> found = images(sent.body(), half);
        List<Image> skipped = images(sent.body(), ItemReader.skipping());
        List<Image> expected = images(sent.body(), ItemReader.skipping());

        for (int i = 0; i < expected.size(); i++) {
            Map<String, AttributeValue> attributes = expected.get(i).attributes();
            for (String name : attributes.keySet()) {
                assertThat(found.get(i).get(name)).isEqualTo(attributes.get(name));
                assertThat(skipped.get(i).get(name)).isEqualTo(attributes.get(name));
            }
            assertThat(found.get(i).get("absent")).isNull();
            assertThat(skipped.get(i).get("absent")).isNull();
            assertThat(found.get(i)).isEqualTo(expected.get(i));
        }
    }

    private static List<Image> images(byte[] page, ItemReader reader) {
        GetRecordsReader records = new GetRecordsReader(page, "arn", "shard", reader, reader);
        List<Image> images = new ArrayList<>();
        for (ChangeRecord r = records.next(); r != null; r = records.next()) {
            for (Image image : new Image[] {r.keys(), r.newImage(), r.oldImage()}) {
                if (image != null) {
                    images.add(image);
                }
            }
        }
        return images;
    }

    @Test
    void anAttributeThatIsNamedIsReadFromWhereItWasFound() {
        byte[] text = bytes(ORDER);
        Image image = named.read(reader(text));
        text[text.length - 1] = '!';
        text[1] = '!';

        assertThat(image.get("total").n()).isEqualTo("12.50");
        assertThat(image.get("status")).isNull();
        assertThatThrownBy(() -> image.get("orderId")).isInstanceOf(DecodeException.class);
    }

    @Test
    void anImageKeepsWhatWasFoundWhenOthersAreRead() {
        Image first = named.read(reader(bytes(ORDER)));
        Image second = named.read(reader(bytes("{'status':{'S':'paid'},'total':{'NULL':true}}")));

        assertThat(first.get("total").n()).isEqualTo("12.50");
        assertThat(first.get("status")).isNull();
        assertThat(second.get("total").isNull()).isTrue();
        assertThat(second.get("status").s()).isEqualTo("paid");
    }

    @Test
    void whatIsWrongInOtherAttributesDoesNotShow() {
        String order = ORDER.replace("{'S':'o-1'}", "{'X':'o-1'}");

        for (ItemReader items : List.of(named, ItemReader.skipping())) {
            Image image = items.read(reader(bytes(order)));

            assertThat(image.get("total").n()).isEqualTo("12.50");
            assertThatThrownBy(() -> image.get("orderId"))
                    .isInstanceOf(DecodeException.class)
                    .hasMessageContaining("found 'X', at byte 12 of");
            assertThatThrownBy(image::attributes).isInstanceOf(DecodeException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'total':{'S':'x'},'total':{'N':'12.50'}}",
                "{'t\\u006ftal':{'N':'12.50'}}",
                " { 'total' : { 'N' : '12.50' } } ",
                "{'x':{'M':{'total':{'N':'7'}}},'total':{'N':'12.50'}}",
                "{'total':{'N':'12.50'},'totals':{'N':'7'},'tota':{'N':'7'}}"
            })
    void anAttributeIsFoundHoweverItIsWritten(String item) {
        assertThat(named.read(reader(bytes(item))).get("total").n()).isEqualTo("12.50");
        assertThat(ItemReader.skipping().read(reader(bytes(item))).get("total").n())
                .isEqualTo("12.50");
    }

    @Test
    void anImageOfItsOwnBytesIsAskedLikeTheOneOfThePage() {
        byte[] page =
                bytes("{'Records':[{'dynamodb':{'SequenceNumber':'1','NewImage':" + ORDER + "}}]}");
        ChangeRecord record = new GetRecordsReader(page, "arn", "shard", named, named).next();

        ChangeRecord detached = ChangeRecordJson.detach(record);
        ChangeRecord again =
                ChangeRecordJson.decode(ChangeRecordJson.toBytes(record), "arn", "shard");
        Arrays.fill(page, (byte) '!');

        for (ChangeRecord own : List.of(detached, again)) {
            assertThat(own.newImage().get("total").n()).isEqualTo("12.50");
            assertThat(own.newImage().get("status")).isNull();
        }
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static JsonReader reader(byte[] text) {
        return new JsonReader(new ByteSlice(text, 0, text.length));
    }
}
