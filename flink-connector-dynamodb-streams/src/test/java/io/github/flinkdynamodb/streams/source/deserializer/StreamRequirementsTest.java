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
package io.github.flinkdynamodb.streams.source.deserializer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.model.StreamViewType;
import java.util.List;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a schema needs of a stream, and what is said of a stream that lacks it. */
@OnEachFlink
class StreamRequirementsTest {

    private static final StreamRequirements NEW_IMAGES =
            StreamRequirements.none()
                    .withViewTypes(
                            List.of(StreamViewType.NEW_IMAGE, StreamViewType.NEW_AND_OLD_IMAGES),
                            "'mode' = 'upsert'");
    private static final StreamRequirements KEY =
            StreamRequirements.none().withKeyAttributes(List.of("b", "a"), "the PRIMARY KEY");

    @ParameterizedTest
    @EnumSource(StreamViewType.class)
    void withoutRequirementsAnyStreamWillDo(StreamViewType viewType) {
        assertThat(StreamRequirements.none().unmetBy(viewType, List.of("a"))).isEmpty();
    }

    @Test
    void oneOfTheViewTypesIsNeeded() {
        assertThat(NEW_IMAGES.unmetBy(StreamViewType.NEW_IMAGE, List.of("a"))).isEmpty();
        assertThat(NEW_IMAGES.unmetBy(StreamViewType.NEW_AND_OLD_IMAGES, List.of())).isEmpty();
        assertThat(NEW_IMAGES.unmetBy(StreamViewType.KEYS_ONLY, List.of("a")))
                .hasValue(
                        "its view type is KEYS_ONLY, but 'mode' = 'upsert' needs NEW_IMAGE or"
                                + " NEW_AND_OLD_IMAGES. Enable a stream of that view type on the"
                                + " table, or change the setting");
    }

    @Test
    void theKeyIsNeededInAnyOrder() {
        assertThat(KEY.unmetBy(StreamViewType.KEYS_ONLY, List.of("a", "b"))).isEmpty();
        assertThat(KEY.unmetBy(StreamViewType.KEYS_ONLY, List.of("b", "a"))).isEmpty();
    }

    @Test
    void aKeyOfOtherAttributesIsTold() {
        for (List<String> key : List.of(List.of("a"), List.of("a", "B"), List.of("a", "b", "c"))) {
            assertThat(KEY.unmetBy(StreamViewType.KEYS_ONLY, key))
                    .hasValueSatisfying(
                            text ->
                                    assertThat(text)
                                            .contains(
                                                    "the key of its table is " + key,
                                                    "the PRIMARY KEY is [b, a]",
                                                    "name just these attributes"));
        }
    }

    @Test
    void whatTheServiceDoesNotSayIsNotHeldAgainstTheStream() {
        assertThat(NEW_IMAGES.unmetBy(null, List.of())).isEmpty();
        assertThat(KEY.unmetBy(null, List.of())).isEmpty();
    }

    @Test
    void bothRequirementsCountTogether() {
        StreamRequirements both = NEW_IMAGES.withKeyAttributes(List.of("a"), "the PRIMARY KEY");

        assertThat(both.unmetBy(StreamViewType.NEW_IMAGE, List.of("a"))).isEmpty();
        assertThat(both.unmetBy(StreamViewType.NEW_IMAGE, List.of("b"))).isPresent();
        assertThat(both.unmetBy(StreamViewType.OLD_IMAGE, List.of("a"))).isPresent();
    }

    @Test
    void requirementsTravelToTheCluster() throws Exception {
        StreamRequirements copy = InstantiationUtil.clone(NEW_IMAGES);

        assertThat(copy.unmetBy(StreamViewType.OLD_IMAGE, List.of())).isPresent();
    }
}
