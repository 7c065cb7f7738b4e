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

/** What the decoding of a segment's page has found out, for pacing and metrics. */
final class ScanSummary {

    /** How many items the page had, including those that were left out. */
    final int items;

    /** Where the next page begins, in DynamoDB's JSON form; null at the end of the segment. */
    final String nextKey;

    /** The read capacity units that the page cost; 0 if the service didn't say. */
    final double units;

    /** Whether nothing of any segment is wanted any more. */
    final boolean isSatisfied;

    ScanSummary(int items, String nextKey, double units, boolean isSatisfied) {
        this.items = items;
        this.nextKey = nextKey;
        this.units = units;
        this.isSatisfied = isSatisfied;
    }
}
