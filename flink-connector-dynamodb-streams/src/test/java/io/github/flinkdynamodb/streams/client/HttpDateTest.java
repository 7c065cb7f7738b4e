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
package io.github.flinkdynamodb.streams.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {

    @Test
    void aDateIsReadAsTheServiceWritesIt() {
        Instant time = Instant.parse("2026-11-29T12:00:07Z");

        assertThat(HttpDate.parse("Sun, 29 Nov 2026 12:00:07 GMT")).contains(time);
        assertThat(new PageResponse(new byte[0], 0, "Sun, 29 Nov 2026 12:00:07 GMT").sentAt())
                .contains(time);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "2026-11-29T12:00:07Z", "Mon, 29 Nov 2026 12:00:07 GMT"})
    void whatIsNotADateIsNoTime(String date) {
        assertThat(HttpDate.parse(date)).isEmpty();
    }
}
