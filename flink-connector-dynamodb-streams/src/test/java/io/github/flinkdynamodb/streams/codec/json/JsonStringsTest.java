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
package io.github.flinkdynamodb.streams.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonStringsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "ä\uffff", "a\ud83d\ude00b", "\ud83d\ude00\ud83d\ude00"})
    void wholePairsAreCharacters(String text) {
        assertThat(JsonStrings.hasHalfOfPair(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\ud83d", "\ude00b", "\ude00\ud83d", "\ud83d\ud83d\ude00", "\ud83dx\ude00"})
    void aHalfIsFoundWhereverItIs(String text) {
        assertThat(JsonStrings.hasHalfOfPair(text)).isTrue();
    }
}
