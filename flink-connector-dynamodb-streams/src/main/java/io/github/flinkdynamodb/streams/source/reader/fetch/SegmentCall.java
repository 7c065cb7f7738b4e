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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import io.github.flinkdynamodb.streams.client.SegmentScan;

/** A call of Scan. */
final class SegmentCall extends PollerCall {

    final SegmentScan scan;

    /** The read capacity units that were reserved for it. */
    final double reserved;

    final PageRequest request;

    SegmentCall(
            SegmentScan scan,
            double reserved,
            PageRequest request,
            long estimate,
            int generation,
            ReaderClock clock) {
        super(estimate, generation, clock);
        this.scan = scan;
        this.reserved = reserved;
        this.request = request;
    }

    /** Returns the key after which the page begins; null for the segment's first page. */
    String startKey() {
        return scan.exclusiveStartKey().orElse(null);
    }

    @Override
    String name() {
        return "Scan";
    }
}
