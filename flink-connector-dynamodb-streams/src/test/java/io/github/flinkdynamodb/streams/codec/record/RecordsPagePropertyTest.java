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
package io.github.flinkdynamodb.streams.codec.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.codec.item.Images;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.text.ChangeRecordJson;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Rules that hold for every page a server may send, and for every damaged one. */
class RecordsPagePropertyTest {

    @Provide
    Arbitrary<WirePage> pages() {
        return Arbitraries.randomValue(random -> new WirePage(new Random(random.nextLong())));
    }

    @Property(tries = 1000)
    void everyFieldAndEveryAttributeSurvives(@ForAll("pages") WirePage sent) {
        RecordsPage page = RecordsPage.decode(sent.body(), "arn", "shard");

        assertThat(page.nextShardIterator()).isEqualTo(sent.nextShardIterator());
        assertThat(page.records()).hasSameSizeAs(sent.records());
        for (int i = 0; i < sent.records().size(); i++) {
            ChangeRecord record = page.records().get(i);
            assertThat(record).matches(sent.records().get(i)::isHeldBy, "has what was sent");
            assertThat(record.streamArn()).isEqualTo("arn");
            assertThat(record.shardId()).isEqualTo("shard");
        }
    }

    @Property(tries = 500)
    void recordDecodesFromItsOwnTextAlone(@ForAll("pages") WirePage sent) {
        RecordsPage page = RecordsPage.decode(sent.body(), "arn", "shard");

        for (int i = 0; i < sent.records().size(); i++) {
            ChangeRecord record = page.records().get(i);
            byte[] own = ChangeRecordJson.toBytes(record);
            assertThat(ChangeRecordJson.decode(own, "arn", "shard"))
                    .matches(sent.records().get(i)::isHeldBy, "has what was sent");
            assertThat(ChangeRecordJson.detach(record))
                    .matches(sent.records().get(i)::isHeldBy, "has what was sent")
                    .matches(
                            detached -> detached.json().bytes().length == own.length,
                            "holds its own bytes only");
        }
    }

    @Property(tries = 1000)
    void iteratorThatIsPeekedAtIsTheOneThatIsDecoded(@ForAll("pages") WirePage sent) {
        Optional<String> peeked = GetRecordsReader.peekNextShardIterator(sent.body());

        peeked.ifPresent(iterator -> assertThat(iterator).isEqualTo(sent.nextShardIterator()));
    }

    @Property(tries = 500)
    void pageThatEndsTooEarlyIsRejected(@ForAll("pages") WirePage sent, @ForAll Random random) {
        int lastBrace = sent.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        while (sent.body()[lastBrace - 1] != '}') {
            lastBrace--;
        }
        byte[] beginning = Arrays.copyOf(sent.body(), random.nextInt(lastBrace));

        assertThatThrownBy(() -> RecordsPage.decode(beginning, null, null))
                .isInstanceOf(DecodeException.class)
                .hasMessageMatching("(?s).*at byte \\d+ of \\d+");
    }

    @Property(tries = 3000)
    void damagedPageIsRejectedOrReadButNeverAnythingElse(
            @ForAll("pages") WirePage sent, @ForAll Random random) {
        byte[] damaged = sent.body();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            damaged = Damage.one(damaged, random);
        }

        GetRecordsReader.peekNextShardIterator(damaged);
        assertThat(readEverything(damaged)).isNotNull();
    }

    /** Returns what was read, or the exception that may be thrown; any other one passes through. */
    private static Object readEverything(byte[] body) {
        try {
            RecordsPage page = RecordsPage.decode(body, null, null);
            page.records().forEach(RecordsPagePropertyTest::readImages);
            page.records().forEach(ChangeRecordJson::plain);
            page.records().forEach(ChangeRecordJson::detach);
            return page;
        } catch (DecodeException e) {
            return e;
        }
    }

    private static void readImages(ChangeRecord record) {
        List<Image> images = Arrays.asList(record.keys(), record.newImage(), record.oldImage());
        images.stream().filter(image -> image != null).forEach(Image::attributes);
    }

    @Property(tries = 500)
    void brokenImageIsRejectedWhereverItEnds(
            @ForAll("pages") WirePage sent, @ForAll Random random) {
        RecordsPage.decode(sent.body(), null, null).records().stream()
                .flatMap(record -> Stream.of(record).map(ChangeRecord::newImage))
                .filter(image -> image != null)
                .forEach(
                        image -> {
                            String text = image.json().utf8();
                            String cut = text.substring(0, random.nextInt(text.length()));
                            assertThatThrownBy(() -> Images.decode(cut))
                                    .isInstanceOf(DecodeException.class);
                        });
    }
}
