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
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A request for an export is the same one if the service would say so. */
class ExportRequestTest {

    private static final Instant FROM = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant TO = Instant.parse("2026-03-01T11:00:00Z");
    private static final ExportRequest FULL =
            ExportRequest.of("table", "bucket", "prefix", "owner", "key").withToken("t");

    @Test
    void aFullExportHasNoWindow() {
        assertThat(FULL.isIncremental()).isFalse();
        assertThat(FULL.from()).isEmpty();
        assertThat(FULL.to()).isEmpty();
    }

    /** Tokens of full exports follow from it, and are in the states of jobs. */
    @Test
    void theTextOfAFullExportStaysAsItWas() {
        assertThat(FULL).hasToString("table|bucket|prefix|owner|key|t");
    }

    @Test
    void theRequestForChangesIsTheSameButForItsWindow() {
        ExportRequest changes = FULL.ofChanges(FROM, TO);

        assertThat(changes.isIncremental()).isTrue();
        assertThat(changes.from()).contains(FROM);
        assertThat(changes.to()).contains(TO);
        assertThat(changes.tableArn()).isEqualTo("table");
        assertThat(changes.bucket()).isEqualTo("bucket");
        assertThat(changes.prefix()).isEqualTo("prefix");
        assertThat(changes.bucketOwner()).contains("owner");
        assertThat(changes.kmsKey()).contains("key");
        assertThat(changes.token()).isEqualTo("t");
        assertThat(changes.withToken("t")).isEqualTo(changes).hasSameHashCodeAs(changes);
        assertThat(FULL.withToken("other").ofChanges(FROM, TO).withToken("t")).isEqualTo(changes);
    }

    @Test
    void requestsDifferByTheirWindowsAndTokensAndSoDoTheirTexts() {
        List<ExportRequest> all =
                List.of(
                        FULL,
                        FULL.ofChanges(FROM, TO),
                        FULL.ofChanges(FROM.plusSeconds(1), TO),
                        FULL.ofChanges(FROM, TO.plusSeconds(1)),
                        FULL.ofChanges(FROM, TO).withToken("other"));

        assertThat(all).doesNotHaveDuplicates();
        assertThat(all).extracting(ExportRequest::toString).doesNotHaveDuplicates();
    }

    @Test
    void aWindowEndsAfterItBegins() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FULL.ofChanges(FROM, FROM))
                .withMessage(
                        "Invalid window 2026-03-01T10:00:00Z to 2026-03-01T10:00:00Z: expected an"
                                + " end after its start");
        assertThatIllegalArgumentException().isThrownBy(() -> FULL.ofChanges(TO, FROM));
    }
}
